"""Forty texts that try to run, to fetch, to reorder or to steer, where they are only to be read."""

RUN = "document.title='run'"

MARKUP = [
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</textarea></pre></p></article><script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f"'><img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f'<svg onload="{RUN}">',
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s>',
    f'<svg><a xlink:href="javascript:{RUN}"><text y="9">press</text></a></svg>',
    f'<body onload="{RUN}">',
    f'<details open ontoggle="{RUN}">',
    f'<video><source onerror="{RUN}"></video>',
    f'<math><mtext><mglyph><style><img src=x onerror="{RUN}"></style></mglyph></mtext></math>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<a href="javascript:{RUN}">press</a>',
    f'<form action="javascript:{RUN}"><button>press</button></form>',
    f"[press](javascript:{RUN})",
    f"<javascript:{RUN}>",
    '<meta http-equiv="refresh" content="0;url=http://outside.example/">',
    '<base href="http://outside.example/">',
    '<link rel="stylesheet" href="http://outside.example/style.css">',
    '<img src="http://outside.example/pixel.png">',
    "![pixel](http://outside.example/pixel.png)",
    '<style>@import "http://outside.example/style.css";</style>',
    f"{{{{ cycler.__init__.__globals__ }}}} {{% raw %}}<script>{RUN}</script>",
    f"$\\href{{javascript:{RUN}}}{{press}}$ costs $5",
]
UNSEEN = [
    "\u202egnihtemos\u202c before",
    "\u2067reversed\u2069 after",
    "safe\u2066\u202e\u2069\u2066fdp.exe",
    "\u200f\u061cmarks\u200e",
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "read: all is well\rskipped",
    "\x9b31m\x08\x08\x7f",
    "tag\U000e0041\U000e007f\ufeff\u2028line\u2029",
]
PAYLOADS = [*MARKUP, *UNSEEN]
