// The small script of the rating page. Without it the page is complete: a plain form. With it a tap answers at once and
// a lost network is retried: the form carries one responseId, so that the same rating sent again has one effect.
//
// Outline: the first tap on a face is the choice; it is sent with fetch. The server's redirect means durable, and the
// thank-you page takes this page's place in the history, so that "back" shows no form. A refusal (4xx) is sent once more
// as a plain form post, to show the server's own page. Network failure, 5xx and silence of 20 s wait, doubling up to
// 30 s with jitter, or until the network is back. Where the Content-Security-Policy has no connect-src, the plain form
// takes over. A page that comes out of the back-forward cache reloads, so that it shows nothing of before.
//
// Kept in the syntax of 2020: five-year-old WebViews read it.

/** Source text of the script; the texts come from data attributes of the status line. */
export const enhanceScript = `(function(){
var f=document.forms[0],s=document.getElementById('s'),c,n=0,t,out;
function plain(){if(out)return;out=1;var i=document.createElement('input');i.type='hidden';i.name='officer';i.value=c;f.appendChild(i);f.submit()}
function again(){if(out)return;s.textContent=s.dataset.r;clearTimeout(t);t=setTimeout(send,Math.min(3e4,1e3*Math.pow(2,n++))*(.5+Math.random()/2))}
function send(){clearTimeout(t);if(out)return;
var d=new URLSearchParams(new FormData(f)),a=new AbortController(),w=setTimeout(function(){a.abort()},2e4);d.set('officer',c);
fetch(f.action,{method:'POST',body:d,redirect:'manual',signal:a.signal}).then(function(r){clearTimeout(w);
if(r.type==='opaqueredirect'){out=1;location.replace('/r/thanks')}else if(r.status>=500||r.status===429)again();else plain()},function(){clearTimeout(w);again()})}
document.addEventListener('securitypolicyviolation',function(){if(c)plain()});
addEventListener('online',function(){if(c)send()});
addEventListener('pageshow',function(e){if(e.persisted)location.reload()});
f.addEventListener('click',function(e){var b=e.target.closest('button');if(!b||!window.fetch||!window.AbortController||!f.checkValidity())return;
e.preventDefault();if(c)return;c=b.value;b.setAttribute('aria-pressed','true');f.className='f p';s.textContent=s.dataset.s;send()})})()`.replaceAll(
  '\n',
  '',
);
