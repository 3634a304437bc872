import { parts } from './style-parts.ts'

/** The page's one style sheet: light and dark by the reader's wish, one column on a narrow screen, plain on paper. */
export const style = `:root{
color-scheme:light dark;
--paper:#fbfaf6;--card:#fff;--ink:#1d1e20;--muted:#5c5f63;--line:#e2ded4;--line2:#c9c3b5;--soft:#f1eee6;
--P0:#b3261e;--P1:#a84b05;--P2:#7a6200;--P3:#49617a;--bar:#3f6fa8;--bar2:#8fb0d3;--lead:#a79f8d;--good:#2e6b45;--focus:#1f5fbf;
--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{
--paper:#131416;--card:#1b1d20;--ink:#e9e7e2;--muted:#a3a4a1;--line:#2d2f33;--line2:#47494d;--soft:#212327;
--P0:#ff8d83;--P1:#ffb067;--P2:#e0c65c;--P3:#a3bad1;--bar:#74a7dc;--bar2:#3d5f86;--lead:#77736a;--good:#86c79b;--focus:#8ab8ff}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--sans);font-variant-numeric:tabular-nums}
main,nav>ul,.foot{max-width:1168px;margin:0 auto;padding:0 32px}
h1,h2{font-family:var(--serif);font-weight:600;letter-spacing:-.01em;text-wrap:balance}
h1{font-size:clamp(34px,5vw,54px);line-height:1.08;margin:0;overflow-wrap:anywhere}
h2{font-size:26px;line-height:1.2;margin:0 0 4px}
h3{font-size:15px;margin:0}
section{padding:40px 0 8px;scroll-margin-top:44px}
code,pre,.id{font-family:var(--mono);font-size:.86em}
code{overflow-wrap:anywhere}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);padding:10px 12px;border-radius:6px;line-height:1.45}
ul,ol{padding:0;margin:0;list-style:none}
p{margin:0}
.note,.quiet,.sub,.where,.role,.facts{color:var(--muted)}
.note{margin:0 0 14px;max-width:76ch}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.scroll{overflow-x:auto;border-radius:8px}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
${parts.top}${parts.drawings}${parts.tree}${parts.tables}${parts.debts}${parts.narrow}`
