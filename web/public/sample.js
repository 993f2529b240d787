/* A page may open the chat by a button of its own: the element has `open()`. */
for (const button of document.querySelectorAll("[data-open-chat]"))
  button.addEventListener("click", () => document.querySelector("hitohata-chat")?.open());
