// The offline shell: this app's own files and nothing else. What a gateway answers is never kept here.
const cacheName = 'hashtagspace-shell-' + __VERSION__
const files = __FILES__

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  const base = new URL('./', self.location.href)
  if (request.method !== 'GET' || url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
    return
  const path = url.pathname.slice(base.pathname.length)
  const isShell = path === '' || path === 'index.html'
  if (isShell) {
    event.respondWith(fetch(request).catch(() => caches.match('./')))
  } else if (files.includes(path)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)))
  }
})
