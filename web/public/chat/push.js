// The service worker of /chat: a push has no words in it, so what it shows is always the same. It serves no page and keeps nothing.
self.addEventListener("push", (event) => {
  const options = {
    body: "チャットを開いてお読みください。",
    icon: "/icon.svg",
    tag: "reply",
    lang: "ja",
  };
  event.waitUntil(self.registration.showNotification("相談員からの返信が届いています", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const find = self.clients.matchAll({ type: "window", includeUncontrolled: true });
  event.waitUntil(
    find.then((pages) => {
      const chat = pages.find((page) => new URL(page.url).pathname === "/chat");
      return chat ? chat.focus() : self.clients.openWindow("/chat");
    }),
  );
});
