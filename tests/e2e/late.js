// Makes a page slow in chosen ways, so that whoever is quicker than it, a person or a test, is seen to be.
// Called by tests/e2e/late.py before any script of a page, in each of its frames.
(kinds, seed) => {
  const FRAME_MS = 250;
  const SHORT_MS = 50;
  const NETWORK_MS = 800;
  const timer = window.setTimeout.bind(window);
  const stop = window.clearTimeout.bind(window);

  // mulberry32: the same delays in the same page of the same run, other ones elsewhere.
  let state = [...location.pathname].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, seed);
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pause = () => random() * NETWORK_MS;

  if (kinds.includes("frames")) {
    const frame = window.requestAnimationFrame.bind(window);
    const waiting = new Map();
    let last = 0;
    window.requestAnimationFrame = (draw) => {
      const id = ++last;
      const late = () => frame((now) => waiting.delete(id) && draw(now));
      waiting.set(id, timer(late, FRAME_MS));
      return id;
    };
    window.cancelAnimationFrame = (id) => {
      stop(waiting.get(id));
      waiting.delete(id);
    };
    window.setTimeout = (work, ms, ...rest) => {
      const asked = Number(ms) || 0;
      return timer(work, asked <= SHORT_MS ? asked + FRAME_MS : asked, ...rest);
    };
  }

  // Who gives up a request hears so at once, however late its answer would be.
  const wait = (ms, signal) =>
    new Promise((resolve, reject) => {
      const given = () => {
        stop(running);
        reject(signal.reason);
      };
      const running = timer(() => {
        signal?.removeEventListener("abort", given);
        resolve();
      }, ms);
      if (signal?.aborted) given();
      else signal?.addEventListener("abort", given, { once: true });
    });

  // What comes in an order stays in it.
  const inOrder = () => {
    let due = 0;
    return () => {
      // Timers know whole milliseconds only: of two that are due at once the later could come first.
      due = Math.max(due + 1, performance.now() + pause());
      return due - performance.now();
    };
  };

  const isStream = (response) => (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
  const slowly = (response) => {
    const next = inOrder();
    const late = new TransformStream({
      transform: async (bytes, out) => {
        await wait(next());
        out.enqueue(bytes);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(late), { status, statusText, headers });
  };

  if (kinds.includes("answers") || kinds.includes("stream")) {
    const ask = window.fetch.bind(window);
    window.fetch = async (...given) => {
      const response = await ask(...given);
      if (isStream(response)) return kinds.includes("stream") && response.body ? slowly(response) : response;
      if (kinds.includes("answers")) await wait(pause(), given[1]?.signal ?? given[0]?.signal);
      return response;
    };
  }

  if (kinds.includes("answers")) {
    const LATE = ["readystatechange", "load", "loadend"];
    const open = XMLHttpRequest.prototype.open;
    // Of the page: made late twice over, it would hold back again what it has let pass.
    window.hitohataPassed ??= new WeakSet();
    const passed = window.hitohataPassed;
    XMLHttpRequest.prototype.open = function (...given) {
      const ms = pause();
      for (const name of LATE)
        this.addEventListener(name, (event) => {
          if (passed.has(event) || this.readyState !== XMLHttpRequest.DONE) return;
          event.stopImmediatePropagation();
          const again = new ProgressEvent(name, event);
          passed.add(again);
          timer(() => this.dispatchEvent(again), ms);
        });
      return open.apply(this, given);
    };
  }

  if (kinds.includes("stream") && window.EventSource) {
    const listen = EventSource.prototype.addEventListener;
    const queues = new WeakMap();
    const late = (source, hear) => (event) => {
      if (!queues.has(source)) queues.set(source, inOrder());
      // What is closed says nothing more.
      const tell = () => source.readyState === EventSource.CLOSED || hear.call(source, event);
      timer(tell, queues.get(source)());
    };
    EventSource.prototype.addEventListener = function (name, hear, ...rest) {
      const isBreak = name === "error";
      return listen.call(this, name, isBreak ? hear : late(this, hear), ...rest);
    };
    for (const name of ["open", "message"])
      Object.defineProperty(EventSource.prototype, `on${name}`, {
        set(hear) {
          listen.call(this, name, late(this, hear));
        },
      });
  }
};
