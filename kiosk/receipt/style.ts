// Style of the receipt page: system fonts, rem, one column from 320 px up, ink on paper when printed.
export const receiptStyle = `*{box-sizing:border-box}
html{color-scheme:light;font:1.125rem/1.5 system-ui,-apple-system,Roboto,"Segoe UI","Noto Sans",sans-serif}
body{margin:0 auto;max-width:42rem;padding:.75rem 1rem 3rem;color:#10202e;background:#fff;overflow-wrap:anywhere}
header{display:flex;gap:1rem;justify-content:space-between;font-size:.9rem}header span{flex:1}header a{white-space:nowrap}
h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 .3rem}
h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .4rem}
p{margin:.4rem 0}
a{color:#0b4a8f;padding:.25rem 0}
ul{padding:0;list-style:none}li{margin:.4rem 0}
dt{font-weight:600}dd{margin:0 0 .6rem}
label,.label{display:block;font-weight:600;margin-top:1rem}
.hint{font-size:.95rem;color:#3b4a58;margin:.1rem 0 .3rem}
input,textarea{font:inherit;color:inherit;background:#fff;width:100%;border:2px solid #10202e;border-radius:.6rem;padding:.6rem .7rem}
input[type=text]{font-size:1.25rem;font-family:ui-monospace,"DejaVu Sans Mono",monospace}
textarea{min-height:5.5rem;font:.85rem/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
code{font:.9rem/1.4 ui-monospace,"DejaVu Sans Mono",monospace}
button{font:inherit;color:inherit;cursor:pointer;background:#fff;border:2px solid #10202e;border-radius:.6rem;padding:.5rem 1.25rem;min-height:3.2rem;margin:.6rem .5rem 0 0}
button.main{background:#10202e;color:#fff;font-weight:600;min-width:10rem}
button:hover{background:#eef3f8}button.main:hover{background:#27405a}
:focus-visible{outline:4px solid #0b4a8f;outline-offset:2px}
summary{cursor:pointer;font-weight:600;padding:.7rem 0;min-height:3rem}
details{border-top:1px solid #9aa7b3;margin-top:1.2rem}details+details{margin-top:0}
.result{border:2px solid #10202e;border-left-width:.8rem;border-radius:.6rem;padding:.2rem 1rem .8rem;margin:1.2rem 0}
.result h2{margin:.6rem 0 .3rem;font-size:1.35rem}
.result h2 span{display:inline-block;min-width:1.2em;text-align:center;font-weight:700}
.good{border-color:#14602f;background:#f1f9f3}.good h2{color:#14602f}
.bad{border-color:#8f1d14;background:#fdf3f2}.bad h2{color:#8f1d14}
.technical{font-size:.9rem}
.note{border-left:.3rem solid #10202e;padding-left:.7rem}
[hidden],#printed{display:none}
@media print{form,button,details:not([open]),header a,.screen{display:none}.result{background:none}body{max-width:none}#printed{display:block}}`.replaceAll(
  '\n',
  '',
);
