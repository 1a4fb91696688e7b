// HTML from the clipboard: what the content security policy would refuse is gone, what styles say about words is kept.
import { expect, test } from 'vitest'
import { withoutStyles } from '../../src/report/pasted.ts'

test('styles, scripts and handlers are taken out, everything else stays', () => {
  expect(withoutStyles('<meta charset="utf-8"><style>p{color:red}</style><p style="color:red" class="x" onclick=\'a(">")\'>A<br style="x">B</p><script>alert("</p>")</script>')).toBe('<meta charset="utf-8"><p class="x">A<br>B</p>')
  expect(withoutStyles('<a href="https://example.org/?style=1" STYLE="x">style="x" onload=1</a><!-- <p style="x"> -->')).toBe('<a href="https://example.org/?style=1">style="x" onload=1</a>')
})

test('what Google Docs copies is bold and italic where it was', () => {
  const copied = '<b style="font-weight:normal;" id="docs"><p><span style="font-weight:400">plain </span><span style="font-weight:700;font-style:italic">both</span><span style="text-decoration:line-through"> gone</span></p></b>'
  expect(withoutStyles(copied)).toBe('<span id="docs"><p><span>plain </span><span><strong><em>both</em></strong></span><span><s> gone</s></span></p></span>')
})

test('elements in each other end where they did', () => {
  expect(withoutStyles('<span style="font-weight:bold">a<span>b</span>c</span>d<b>e</b></span>')).toBe('<span><strong>a<span>b</span>c</strong></span>d<b>e</b></span>')
})
