// The app without a network. `cargo xtask` fills in the two marked values: every file of one build, and that build's name.
const FILES = /*PRECACHE*/[];
const VERSION = /*VERSION*/"";

const PREFIX = "buurtboek-";
const CACHE = PREFIX + VERSION;
const PAGE = "/index.html";
const THE_SERVERS = ["/api/", "/yjs/"];

// The pages of the team are fetched by devices on which somebody of it works or worked, and by no others.
const isOfTheTeam = (path) => path.startsWith("/team-");
const needed = (withTeam) => FILES.filter((file) => withTeam || !isOfTheTeam(file));

// All files or none: one that fails makes it all fail. Files without a hash in their name must come from the server, not
// from the browser's own cache.
const fetchAll = async (files) => {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
};

// Did the versions before this one keep the pages of the team?
const keptTeam = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return keys.flat().some((request) => isOfTheTeam(new URL(request.url).pathname));
};

// What fails makes the installation fail, and the previous version stays in charge.
self.addEventListener("install", (event) => {
  // What only the server answers goes past this script, where the browser knows how. Chromium waits for the version in
  // charge to fall silent before another takes its place, and forgets that it waits when a question starts it anew.
  event.addRoutes?.(THE_SERVERS.map((start) => ({ condition: { urlPattern: `${start}*` }, source: "network" })));
  event.waitUntil(keptTeam().then((withTeam) => fetchAll(needed(withTeam))));
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
  THE_SERVERS.some((start) => path.startsWith(start)) || ["/metrics", "/readyz", "/healthz"].includes(path);

const lacking = async (files) => {
  const cache = await caches.open(CACHE);
  const held = await Promise.all(files.map((file) => cache.match(file)));
  return files.filter((_, place) => !held[place]);
};

// Without a connection what lacks goes on lacking.
const isComplete = async (withTeam) => {
  const files = needed(withTeam);
  await fetchAll((await lacking(files)).filter(isOfTheTeam)).catch(() => undefined);
  return files.length > 0 && (await lacking(files)).length === 0;
};

// {type: "status", teams} is answered on the port that came with it; {type: "activate"} puts a waiting version in charge.
self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") {
    // Somebody of the team may have come to this device since it was installed. What cannot be fetched now is asked for
    // by the page that needs it.
    event.waitUntil(keptTeam().then(isComplete).then(() => self.skipWaiting()));
  }
  if (event.data?.type === "status") {
    const [port] = event.ports;
    event.waitUntil(isComplete(event.data.teams).then((complete) => port?.postMessage({ version: VERSION, complete })));
  }
});
