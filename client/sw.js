// The app without a network. `cargo xtask` fills in the two marked values: every file of one build, and that build's name.
const FILES = /*PRECACHE*/[];
const VERSION = /*VERSION*/"";

const PREFIX = "buurtboek-";
const CACHE = PREFIX + VERSION;

// All files or none: one that fails makes the installation fail, and the previous version stays in charge.
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX) && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

// Only the app's own files come from the cache; every page is `index.html`. All else goes to the network.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.mode === "navigate" ? "/index.html" : new URL(request.url).pathname;
  if (request.method === "GET" && FILES.includes(path)) {
    event.respondWith(caches.match(path, { cacheName: CACHE }).then((cached) => cached ?? fetch(request)));
  }
});
