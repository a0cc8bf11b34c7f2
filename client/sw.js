// The app without a network. `cargo xtask` fills in the two marked values: every file of one build, and that build's name.
const FILES = /*PRECACHE*/[];
const VERSION = /*VERSION*/"";

const PREFIX = "buurtboek-";
const CACHE = PREFIX + VERSION;
const PAGE = "/index.html";

// All files or none: one that fails makes the installation fail, and the previous version stays in charge. Files without
// a hash in their name must come from the server, not from the browser's own cache.
self.addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

// The first version takes the open page under its care; a later one waits until somebody chooses "Vernieuw".
self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// Only the app's own files come from the cache; every page is `index.html`. All else goes to the network.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || isForTheServer(pathname)) {
    return;
  }
  const path = request.mode === "navigate" ? PAGE : pathname;
  if (FILES.includes(path)) {
    event.respondWith(caches.match(path, { cacheName: CACHE }).then((cached) => cached ?? fetch(request)));
  }
});

// What the server answers itself, also when somebody opens it as a page.
const isForTheServer = (path) =>
  ["/api/", "/yjs/"].some((prefix) => path.startsWith(prefix)) || ["/metrics", "/readyz", "/healthz"].includes(path);

const isComplete = async () => {
  const cache = await caches.open(CACHE);
  const held = await Promise.all(FILES.map((file) => cache.match(file)));
  return FILES.length > 0 && held.every(Boolean);
};

// {type: "status"} is answered on the port that came with it; {type: "activate"} puts a waiting version in charge.
self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") {
    self.skipWaiting();
  }
  if (event.data?.type === "status") {
    const [port] = event.ports;
    event.waitUntil(isComplete().then((complete) => port?.postMessage({ version: VERSION, complete })));
  }
});
