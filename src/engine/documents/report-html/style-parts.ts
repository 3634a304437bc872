const top = `
nav{position:sticky;top:0;z-index:2;background:color-mix(in srgb,var(--paper) 92%,transparent);border-bottom:1px solid var(--line);backdrop-filter:blur(6px)}
nav>ul{display:flex;gap:4px 22px;overflow-x:auto;white-space:nowrap}
nav a{display:block;padding:10px 0;color:var(--muted);text-decoration:none;font-size:13.5px}
nav a:hover{color:var(--ink);text-decoration:underline;text-underline-offset:5px}
.top{padding:52px 0 0}
.eyebrow{color:var(--muted);font-size:13.5px;margin-bottom:10px}
.eyebrow span{white-space:nowrap}
.outcome{font-style:italic;font-weight:400}
.outcome::before{content:"— ";color:var(--line2)}
.o-accomplished{color:var(--good)}.o-partial{color:var(--P1)}.o-aborted,.o-failed{color:var(--P0)}
.verdict{font-size:18px;margin-top:16px;max-width:70ch;overflow-wrap:anywhere}
.goal{margin-top:6px;font-family:var(--serif);font-style:italic;max-width:76ch;overflow-wrap:anywhere;color:var(--muted)}
.where{margin-top:6px;font-size:13.5px}
.numbers{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden;margin:30px 0 0}
.numbers>div{background:var(--card);padding:15px 18px 14px;display:flex;flex-direction:column}
.numbers dt{font-size:13px;color:var(--muted)}
.numbers dd{margin:0;font-size:29px;line-height:1.25;letter-spacing:-.01em}
.numbers .sub{font-size:12.5px;letter-spacing:0}
.numbers .P0 dd:not(.sub){color:var(--P0);font-weight:650}.numbers .P1 dd:not(.sub){color:var(--P1);font-weight:650}
.foot{padding-top:36px;padding-bottom:56px;font-size:13px;color:var(--muted)}
`

const drawings = `
svg{display:block;font-family:var(--sans);font-variant-numeric:tabular-nums}
.timeline,.curve{width:100%;min-width:820px;height:auto}
.grid{stroke:var(--line);stroke-width:1}
.tick{font-size:11px;fill:var(--muted);text-anchor:middle}
.lane-label,.team-label,.cap-label{font-size:11px;fill:var(--muted);text-anchor:end}
.team-label{fill:var(--ink);font-weight:650;font-size:11.5px}
.strong{fill:var(--ink)}
.team-line{stroke:var(--line);stroke-width:1}
.concurrency{fill:color-mix(in srgb,var(--bar) 26%,transparent);stroke:var(--bar);stroke-width:1.25}
.cap{stroke:var(--P0);stroke-width:1.25;stroke-dasharray:5 4}
.cap-label{fill:var(--P0)}
.bar{stroke:none}.b-done{fill:var(--bar)}.b-failed{fill:var(--P0)}.b-working{fill:var(--bar2)}
.b-interrupted{fill:var(--soft);stroke:var(--muted);stroke-dasharray:3 2}
.bar:hover{stroke:var(--ink);stroke-width:1.5}
.lead{fill:var(--lead)}
.refused{stroke:var(--P0);stroke-width:2;fill:none;stroke-linecap:round;pointer-events:bounding-box}
.branch-line{stroke:var(--good);stroke-width:2}
.landing{fill:var(--good);stroke:var(--paper);stroke-width:1.5}
.sent-back{stroke:var(--P0);stroke-width:2;fill:none;stroke-linecap:round;pointer-events:bounding-box}
.money{fill:none;stroke:var(--bar);stroke-width:2}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:12.5px;color:var(--muted);margin-top:10px}
.key{display:inline-block;width:14px;height:9px;border-radius:2px;margin-right:6px}
.k-done{background:var(--bar)}.k-failed{background:var(--P0)}.k-working{background:var(--bar2)}.k-lead{background:var(--lead);height:5px;margin-bottom:2px}
.k-landing{background:var(--good);width:9px;border-radius:50%}
.k-interrupted{border:1px dashed var(--muted)}.k-refused{width:9px;background:linear-gradient(45deg,transparent 42%,var(--P0) 42% 58%,transparent 58%),linear-gradient(-45deg,transparent 42%,var(--P0) 42% 58%,transparent 58%)}
`

const tree = `
.tree{margin-top:16px}
.root{display:inline-flex;gap:12px;align-items:baseline;background:var(--ink);color:var(--paper);border-radius:8px;padding:10px 16px;position:relative;max-width:100%;flex-wrap:wrap}
.root span{font-size:13px;opacity:.82}
.root::after{content:"";position:absolute;left:24px;top:100%;height:18px;border-left:1.5px solid var(--line2)}
.branches{display:grid;grid-template-columns:repeat(auto-fit,minmax(245px,1fr));gap:18px 14px;margin-top:18px;padding-top:16px;position:relative}
.branches{overflow-x:clip}
.branch{position:relative;min-width:0}
.branch:not(:last-child)::after{content:"";position:absolute;top:-16px;left:24px;width:calc(100% + 14px);border-top:1.5px solid var(--line2)}
.branch::before{content:"";position:absolute;left:24px;top:-16px;height:16px;border-left:1.5px solid var(--line2)}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:14px 16px 15px;height:100%}
.card h3{overflow-wrap:anywhere}
.role{font-size:12.5px}
.use{font-size:13px;margin-top:9px}
.use b{font-weight:600}
.dots{display:flex;flex-wrap:wrap;gap:4px;margin-top:7px}
.dot{width:12px;height:12px;border-radius:3px}
.d-done{background:var(--bar)}.d-failed{background:var(--P0)}.d-working{background:var(--bar2)}.d-interrupted{border:1.5px dashed var(--muted)}
.refusals{margin-top:11px;border-left:3px solid var(--P0);padding-left:10px;font-size:12.5px;line-height:1.4;color:var(--muted);overflow-wrap:anywhere}
.refusals b{color:var(--P0);display:block}
.refusals li+li{margin-top:6px}
`

const tables = `
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{font-size:12.5px;font-weight:500;color:var(--muted);border-bottom-color:var(--line2);vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:500}
.n{text-align:right;white-space:nowrap}
.matrix{min-width:700px}
.matrix td,.matrix th{vertical-align:middle}
.matrix .n:not(:last-child){padding-right:10px}
.none{color:var(--line2)}
.heat{display:inline-block;min-width:42px;padding:2px 8px;border-radius:5px;text-align:center;font-weight:600}
.heat.P0{--c:var(--P0)}.heat.P1{--c:var(--P1)}.heat.P2{--c:var(--P2)}.heat.P3{--c:var(--P3)}
.h1{background:color-mix(in srgb,var(--c) 14%,var(--paper))}.h2{background:color-mix(in srgb,var(--c) 24%,var(--paper))}
.h3{background:color-mix(in srgb,var(--c) 36%,var(--paper))}.h4{background:var(--c);color:var(--paper)}
.score{white-space:nowrap;padding-left:22px}
thead th:nth-child(6){padding-left:22px}
.meter{display:inline-block;vertical-align:middle;margin-right:10px}
.rail{fill:var(--line)}.low .fill{fill:var(--P0)}.middle .fill{fill:var(--P1)}.high .fill{fill:var(--good)}
.blind th,.blind td{color:var(--muted)}
.blank{white-space:nowrap;display:inline-block;border:1px dashed var(--line2);border-radius:5px;padding:1px 8px;font-size:12.5px}
.because{font-size:12.5px}
.tasks{min-width:760px}
.tasks .id{display:block;color:var(--muted);font-weight:400;overflow-wrap:anywhere}
.changes td:first-child code,.changes td:nth-child(3){white-space:nowrap;overflow-wrap:normal}
.changes thead th:nth-child(6){padding-left:0}
#landed h3{margin-top:22px}
.state{font-weight:600}.s-failed,.s-refused,.s-blocked{color:var(--P0)}.s-done{color:var(--good)}.s-cancelled,.s-queued{color:var(--muted)}
.why{display:block;color:var(--muted);font-size:13px;max-width:38ch;overflow-wrap:anywhere}
.measures{min-width:640px}
.measures td:last-child{color:var(--muted);font-size:13px}
.measures .n{padding-left:10px}
.tag{display:inline-block;border:1px solid currentColor;border-radius:4px;padding:0 6px;font-size:11.5px;color:var(--good);vertical-align:1px}
.tag.bad{color:var(--P0)}
.measures+*,.scroll+.quiet,.scroll+h3{margin-top:14px}
.patterns li{padding:5px 0}
.columns{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:26px;margin-top:14px}
.columns li{padding:8px 0;border-top:1px solid var(--line);font-size:13.5px;line-height:1.45;overflow-wrap:anywhere}
.columns ul{margin-top:8px}
`

const debts = `
.filter{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:12px 0 14px}
.filter .grow{flex:1 1 260px}
.filter input[type=search],.filter select{width:100%;font:inherit;font-size:14px;color:var(--ink);background:var(--card);border:1px solid var(--line2);border-radius:7px;padding:7px 11px;min-height:38px}
fieldset{border:0;padding:0;margin:0;display:flex;gap:6px}
.toggle input{position:absolute;opacity:0}
.toggle span{display:inline-block;min-height:38px;min-width:44px;padding:7px 10px;border:1px solid var(--line2);border-radius:7px;color:var(--muted);font-size:13.5px;font-weight:600;text-align:center;cursor:pointer}
.toggle input:checked+span{color:var(--paper);background:var(--c);border-color:var(--c)}
.toggle input:focus-visible+span{outline:2px solid var(--focus);outline-offset:2px}
.toggle.P0,.chip.P0{--c:var(--P0)}.toggle.P1,.chip.P1{--c:var(--P1)}.toggle.P2,.chip.P2{--c:var(--P2)}.toggle.P3,.chip.P3{--c:var(--P3)}
output{font-size:13.5px;color:var(--muted)}
.debts{border-top:1px solid var(--line2)}
.debt{border-bottom:1px solid var(--line)}
.debt[hidden]{display:none}
summary{display:flex;gap:14px;align-items:flex-start;padding:11px 4px;cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary:hover{background:var(--soft)}
.chip{flex:none;background:var(--c);color:var(--paper);border-radius:5px;padding:1px 8px;font-size:12.5px;font-weight:650;margin-top:1px}
.what{flex:1;min-width:0;overflow-wrap:anywhere}
.what b{font-weight:600;display:block}
.debt .where{font-size:13px;margin-top:1px;display:block}
.change{flex:none;font-size:12.5px;color:var(--muted)}
.body{padding:2px 4px 18px 56px;display:grid;gap:11px;max-width:92ch}
.facts{font-size:13px}
figure{margin:0}
figcaption{font-size:13px;color:var(--muted);margin-bottom:4px}
dl{margin:0}
.body dt{font-size:13px;color:var(--muted)}.body dd{margin:0 0 7px}
`

const narrow = `
@media (max-width:860px){.numbers{grid-template-columns:repeat(2,1fr)}.columns{grid-template-columns:1fr}}
@media (max-width:560px){main,nav>ul,.foot{padding-left:16px;padding-right:16px}.top{padding-top:30px}section{padding-top:32px}
.numbers>div{padding:12px 13px}.numbers dd{font-size:24px}.verdict{font-size:16.5px}.body{padding-left:4px}.change{display:none}.filter>label:last-of-type{flex:1 1 auto}summary{gap:10px}
.matrix{min-width:0}.matrix tr>:nth-child(n+7),.matrix .meter,.because{display:none}.matrix th,.matrix td{padding-right:5px}.matrix .n:not(:last-child){padding-right:3px}.heat{min-width:26px;padding:2px 5px}.score,thead th:nth-child(6){padding-left:8px;white-space:normal}
.branch:not(:last-child)::after{display:none}.branches{gap:16px}}
@media print{:root{--paper:#fff;--card:#fff;--soft:#f4f4f4}nav,.filter{display:none}body{font-size:10.5pt}.top{padding-top:0}.numbers{grid-template-columns:repeat(4,1fr)}.numbers dd{font-size:22px}.note{break-after:avoid}#timeline{break-inside:avoid}main{max-width:none;padding:0}
section{break-before:auto;padding-top:22px}.card,.debt,tr,figure,.numbers{break-inside:avoid}.scroll{overflow:visible}.timeline,.curve,.matrix,.tasks,.measures{min-width:0}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
`

/** The sheet, room by room. */
export const parts = { top, drawings, tree, tables, debts, narrow }
