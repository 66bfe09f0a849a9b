/**
 * The style of what customers read: the palette and type of client/ui/tokens.css (a test holds the colours together),
 * without a script, good on a phone and on paper. `font` is the address of the serif face; null: the system's.
 */
export const publicStyle = (font: string | null): string => `${
  font
    ? `@font-face{font-family:"Source Serif 4 Variable";font-style:normal;font-display:swap;font-weight:200 900;src:url(${font}) format("woff2-variations")}
`
    : ''
}:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1b1d1f;--ink-2:#4a4f55;--ink-3:#63696f;--rule:#e3e0d9;--rule-strong:#cbc7bd;--accent:#1f4e79;--done:#0f766e;--flight:#2563a8;--late:#b3401f;--dropped:#5f6672;--public:#6b4a9b;--prose:"Source Serif 4 Variable","Source Serif 4",Charter,Georgia,serif;--ui:"Inter Variable",Inter,system-ui,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#131517;--ink:#e8e6e1;--ink-2:#a9adb2;--ink-3:#8e949b;--rule:#2a2e32;--rule-strong:#3a3f45;--accent:#8db8e2;--done:#4fb8a8;--flight:#7fb0e6;--late:#ea8a67;--dropped:#9097a0;--public:#c79ae0}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1.125rem/1.6 var(--prose);-webkit-font-smoothing:antialiased;overflow-wrap:break-word}
.page{max-width:680px;margin:0 auto;padding:40px 20px 80px}
a{color:var(--accent);text-decoration:underline;text-underline-offset:.18em}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
header{display:flex;flex-wrap:wrap;gap:8px 20px;justify-content:space-between;align-items:baseline;font:500 .875rem/1.5 var(--ui);color:var(--ink-2);border-bottom:1px solid var(--rule);padding-bottom:10px}
header a,footer a,.updates a{display:inline-block;padding:2px 0}
h1{font:650 2.375rem/1.15 var(--prose);letter-spacing:-.02em;margin:14px 0 10px}
h2{font:650 1.4375rem/1.25 var(--prose);margin:38px 0 8px}
h3{font:650 1.125rem/1.35 var(--prose);margin:22px 0 4px}
p{margin:12px 0}
ul,ol{padding-left:1.4em;margin:12px 0}
li{margin:6px 0}
.said,.meta,footer,.newer{font:400 .875rem/1.5 var(--ui);color:var(--ink-2)}
.said{margin:28px 0 0}
h1+.meta{margin-top:0}
.newer{border-left:3px solid var(--accent);padding-left:12px;margin:20px 0 0}
.missing{color:var(--late);font-style:italic}
.summary{list-style:none;padding:14px 0;margin:26px 0;border-top:2px solid var(--ink);border-bottom:1px solid var(--rule);font:400 .9375rem/1.5 var(--ui);font-variant-numeric:tabular-nums}
.summary li{display:grid;grid-template-columns:4.25rem minmax(0,1fr);align-items:baseline;margin:4px 0}
.summary strong{font-size:1.875rem;line-height:1.15;letter-spacing:-.02em;font-weight:650}
table{border-collapse:collapse;width:100%;font:400 .9375rem/1.45 var(--ui);margin:12px 0}
th{text-align:left;font-weight:500;font-size:.8125rem;color:var(--ink-3);padding:6px 12px 6px 0;border-bottom:1px solid var(--rule-strong)}
td{padding:9px 12px 9px 0;border-bottom:1px solid var(--rule);vertical-align:top}
td:nth-child(2){white-space:nowrap}
.outcome::before{display:inline-block;width:1.15em;content:"\\25CB" / ""}
.kept{color:var(--done)}.kept::before{content:"\\25CF" / ""}
.kept-late,.moved,.missed{color:var(--late)}.kept-late::before{content:"\\25CF" / ""}.moved::before{content:"\\25B7" / ""}.missed::before{content:"\\25C7" / ""}
.withdrawn,.reworded{color:var(--dropped)}.withdrawn::before,.reworded::before{content:"\\2013" / ""}
.updates{list-style:none;padding:0}
.updates li{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;align-items:baseline;padding:10px 0;margin:0;border-bottom:1px solid var(--rule)}
.updates span{font:400 .875rem/1.5 var(--ui);color:var(--ink-2)}
blockquote{margin:12px 0;padding-left:16px;border-left:3px solid var(--rule-strong);color:var(--ink-2)}
pre{overflow-x:auto;font-size:.875rem}
hr{border:0;border-top:1px solid var(--rule);margin:28px 0}
footer{margin-top:56px;border-top:1px solid var(--rule);padding-top:14px}
footer p{margin:4px 0}
@media (max-width:480px){body{font-size:1.0625rem}h1{font-size:1.875rem}.page{padding-top:24px}th,td{padding-right:8px}.summary li{grid-template-columns:3.25rem minmax(0,1fr)}}
@media print{:root{--paper:#fff;--ink:#000;--ink-2:#222;--ink-3:#444;color-scheme:light}.page{max-width:none;padding:0}header a,footer,.newer{display:none}h2,h3{break-after:avoid}li,tr{break-inside:avoid}}
`
