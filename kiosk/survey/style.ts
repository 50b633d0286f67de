// Style of the rating page: system fonts, sizes in rem so that the reader's own text size counts, one column from 320 px
// up (and so at 400% zoom), one ink on paper, and a border where other pages would use colour.

const base = `*{box-sizing:border-box}
html{color-scheme:light;font:1.125rem/1.45 system-ui,-apple-system,Roboto,"Segoe UI","Noto Sans",sans-serif}
body{margin:0 auto;max-width:34rem;padding:.75rem 1rem 2rem;color:#10202e;background:#fff;overflow-wrap:anywhere}
header{display:flex;gap:1rem;justify-content:space-between;font-size:.9rem}header span{flex:1}header a{white-space:nowrap}
h1{font-size:1.3rem;line-height:1.25;margin:.6rem 0 .3rem}
h2{font-size:1.15rem;margin:1.5rem 0 .25rem}
p{margin:.3rem 0}
a{color:#0b4a8f;padding:.25rem 0}
button{font:inherit;color:inherit;cursor:pointer;background:#fff;border:2px solid #10202e;border-radius:.6rem;padding:.5rem 1rem;min-height:3.2rem}
button:hover{background:#eef3f8}
:focus-visible{outline:4px solid #0b4a8f;outline-offset:2px}
button:active,[aria-pressed=true],[aria-pressed=true]:hover{background:#10202e;color:#fff}
@media print{button,textarea,#s,header a{display:none!important}}`;

const faces = `.f button{display:flex;align-items:center;gap:1rem;width:100%;margin:.4rem 0;padding:.2rem .9rem;font-size:1.15rem;font-weight:600;text-align:left;min-height:3.4rem}
svg{width:2.6rem;height:2.6rem;flex:none;fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round}
svg .m{fill:currentColor}
.p button:not([aria-pressed]){opacity:.65}
.n{border-left:.3rem solid #10202e;padding-left:.7rem}
#s{min-height:1.5em;font-weight:600}
@media(forced-colors:active){[aria-pressed=true]{outline:4px solid}}`;

const form = `fieldset{border:0;margin:0 0 1rem;padding:0}
legend{font-weight:600;padding:0}
label{display:flex;gap:.7rem;align-items:center;min-height:3rem}
input{width:1.5rem;height:1.5rem;flex:none}
textarea{font:inherit;width:100%;min-height:6rem;border:2px solid #10202e;border-radius:.6rem;padding:.5rem}
summary{cursor:pointer;font-weight:600;padding:.8rem 0}
.r{border-top:1px solid #5b6b7a;margin-top:1.5rem}
.r svg{display:block;width:min(100%,17rem);margin:.5rem 0}
.l{font-size:1.2rem;letter-spacing:.03em}`;

/** Only what the state needs: the first view stays small. */
export const surveyStyle = (part: 'faces' | 'form' | 'text'): string =>
  `${base}\n${part === 'faces' ? faces : part === 'form' ? form : ''}`.replaceAll('\n', '');
