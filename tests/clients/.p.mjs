import { Server, RawConnection, frames } from './harness.mjs'
import * as Y from 'yjs'
const after=[]; const t={after:f=>after.push(f),diagnostic(){}}
const s=await Server.forTest(t); 
const N=+process.argv[2]||20
for (let r=0;r<3;r++){
const raw=await RawConnection.open(s,'x'+r)
let saved=0; raw.socket.on('message',d=>{if(d[0]===102)saved++})
const w=new Y.Doc(); w.on('update',u=>raw.send(frames.update(u))); const v=[]
for(let i=0;i<N;i++){v.push(Y.encodeStateVector(w)); w.getArray('array').push([i])}
for(const x of v) raw.send(frames.step1(x))
await new Promise(r=>setTimeout(r,1500));
const n=()=>raw.inbox.filter(f=>f.kind===0&&f.step===1).length
console.log('answers',n(), raw.inbox.map(f=>f.kind===0&&f.step>0?(f.step==1?'':'U')+(Y.decodeUpdate(f.body).structs[0]?.id.clock):f.kind+'/'+f.step).join(' ').slice(0,80));
raw.send(frames.savedProbe(5)); await new Promise(r=>setTimeout(r,500)); console.log('after probe: answers',n(),'echo',saved)
raw.send(frames.step1()); await new Promise(r=>setTimeout(r,500)); console.log('after another step1: answers',n(),'echo',saved)
raw.cut() }
console.log((await (await fetch(s.http+'/metrics')).text()).split('\n').filter(l=>/frames|messages|overflow/.test(l)&&!l.startsWith('#')).join('\n'))
for (const f of after) await f()
