import { Server, RawConnection, Client, lines, frames, until, content } from './harness.mjs'
import * as Y from 'yjs'
const after=[]; const t={after:f=>after.push(f),diagnostic(){}}
const N=+process.argv[2]
const s=await Server.forTest(t,{settings:{'limits.outbox':'16KiB'}}); 
const writer=await Client.connect(s,lines.y31,'x',{presence:{name:'a'}}).synced()
const slow=await RawConnection.open(s,'x'); await slow.take('f'); slow.socket.pause()
const [map, array] = [writer.doc.getMap('map'), writer.doc.getArray('array')]
const filler='x'.repeat(500)
for (let at=0; at<N; at++){ map.set(`key ${at%500}`,`${at} ${filler}`); if(at%10===0)array.push([at]); if(at%30===0)array.delete(0); if(at%100===0) await until('room',()=>writer.provider.ws.bufferedAmount<1e6) }
await writer.saved(60000); slow.socket.resume()
const doc=new Y.Doc(); let n=0
const go=()=>{ for(const f of slow.inbox.splice(0)) if(f.kind===0&&f.step>0){ n++; Y.applyUpdate(doc,f.body)} }
await new Promise(r=>setTimeout(r,3000)); go()
console.log('frames',n, [...Y.decodeStateVector(Y.encodeStateVector(doc))], [...Y.decodeStateVector(Y.encodeStateVector(writer.doc))], 'pending', !!doc.store.pendingStructs, !!doc.store.pendingDs, 'same', content.sameHistory(doc,writer.doc))
map.set('after',1); await new Promise(r=>setTimeout(r,1500)); go(); console.log('after edit', doc.getMap('map').get('after'), content.sameHistory(doc,writer.doc), doc.store.pendingStructs&&[...doc.store.pendingStructs.missing])
const snapA=Y.snapshot(doc), snapB=Y.snapshot(writer.doc)
for (const [c,d] of snapB.ds.clients){ const o=snapA.ds.clients.get(c)||[]; const len=x=>x.reduce((s,i)=>s+i.len,0); console.log('ds',c,d.length,len(d),o.length,len(o)) }
const fresh=await RawConnection.open(s,'x'); const fd=await fresh.read(); console.log('fresh same', content.sameHistory(fd,writer.doc))
console.log((await (await fetch(s.http+'/metrics')).text()).split('\n').filter(l=>/overflow|room_f|paused/.test(l)&&!l.startsWith('#')).join('\n'), s.log.slice(-3))
for (const f of after) await f()
