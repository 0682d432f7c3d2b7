// Served at the root of the site. Pages come from the network; without one, the agenda and the check-in open as a frame
// without any person's data (/offline), which its script fills from what this browser keeps for the user signed in.
"use strict";
const FRAME = "/offline";
const KEPT = "matchmaker-frame";
const PARTS = ["css/matchmaker.css", "css/attendance.css", "css/meetings.css", "vendor/bootstrap.min.css", "img/mark.svg", "img/weave.svg",
  "js/matchmaker.js", "js/kept.js", "js/sending.js", "js/check-in.js", "js/agenda.js", "js/offline.js", ...["vietnamese", "latin"].flatMap((script) =>
    [400, 600].map((weight) => `vendor/fonts/be-vietnam-pro-${script}-${weight}-normal.woff2`))].map((name) => `/static/${name}`);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([FRAME, ...PARTS])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The frame's own language follows the reader's: fetched again whenever a page asks for it.
self.addEventListener("message", (event) => {
  if (event.data === "renew") {
    event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([FRAME, ...PARTS])).catch(() => {}));
  }
});

async function fromNetworkElse(request, fallback) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await caches.match(fallback, { ignoreSearch: true });
    if (found) {
      return found;
    }
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fromNetworkElse(request, FRAME));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(fromNetworkElse(request, request));
  }
});
