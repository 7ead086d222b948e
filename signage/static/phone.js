// What a script adds to the phone pages; each of them works without it. Served as it stands, for Chromium 86's class: a page of a
// few kilobytes needs no framework on the phone.
(() => {
  const words = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

  // A form is sent once, however often an impatient thumb presses.
  for (const form of document.querySelectorAll('form[data-once]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = '1';
      // Disabled a moment later: a disabled button would take itself out of the form that is being sent.
      setTimeout(() => {
        for (const button of form.querySelectorAll('button')) button.disabled = true;
      }, 0);
    });
  }
  // Back from the result by the phone's own gesture: the page comes out of the cache as it was left.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll('form[data-once]')) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll('button')) button.disabled = false;
    }
  });

  // Six digits are the whole code: typed or filled in by the phone, it is sent.
  const code = document.querySelector('input[data-digits]');
  if (code) {
    const sendWhole = () => {
      const digits = code.value.normalize('NFKC').replace(/\D/g, '');
      if (digits.length === Number(code.dataset.digits)) code.form.requestSubmit ? code.form.requestSubmit() : code.form.submit();
    };
    code.addEventListener('input', sendWhole);
    // Typed before this script had come, on a slow line. A field that the browser has filled in again on the way back is not being typed into.
    if (document.activeElement === code) sendWhole();
    else code.focus();
  }

  // Send again, in so many seconds.
  for (const button of document.querySelectorAll('button[data-wait]')) {
    const label = button.textContent;
    const until = Date.now() + Number(button.dataset.wait) * 1000;
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      button.disabled = seconds > 0;
      button.textContent = seconds > 0 ? words(button.dataset.waitWords, { seconds }) : label;
      if (seconds > 0) setTimeout(tick, 1000);
    };
    tick();
  }

  for (const select of document.querySelectorAll('select[data-submit]')) select.addEventListener('change', () => select.form.submit());

  // Near me: asked for by the person, rounded to about a hundred metres, used for this one list.
  const near = document.querySelector('button[data-near]');
  if (near && 'geolocation' in navigator && window.isSecureContext) {
    near.hidden = false;
    near.addEventListener('click', () => {
      near.disabled = true;
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const url = new URL(location.href);
          url.searchParams.set('lat', coords.latitude.toFixed(3));
          url.searchParams.set('lon', coords.longitude.toFixed(3));
          url.searchParams.set('sort', 'near');
          url.searchParams.delete('page');
          location.assign(url);
        },
        () => {
          near.disabled = false;
          const said = document.querySelector('[data-near-words]');
          if (said) said.textContent = near.dataset.nearDenied;
        },
        { timeout: 10_000, maximumAge: 300_000 },
      );
    });
  }

  // Minutes left of a held place, by the server's reckoning: the phone's clock is only asked how long it has been.
  for (const left of document.querySelectorAll('[data-countdown]')) {
    const end = performance.now() + Number(left.dataset.countdown);
    const tick = () => {
      const minutes = Math.max(0, Math.ceil((end - performance.now()) / 60_000));
      left.textContent = words(left.dataset.countdownWords, { minutes });
      if (minutes > 0) setTimeout(tick, 5_000);
    };
    tick();
  }

  // The page follows its grab by itself: told by the server's events, asked for every 15 s behind them.
  const followed = document.querySelector('[data-follow]');
  if (followed) follow(followed);

  function follow(section) {
    const id = section.dataset.follow;
    let shown = section.dataset.state;
    let asking = false;

    const refresh = async () => {
      if (asking) return;
      asking = true;
      try {
        const response = await fetch(location.pathname, { headers: { accept: 'text/html' }, cache: 'no-store' });
        if (!response.ok) return;
        const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
        const now = fresh.querySelector('[data-state]');
        if (!now || now.dataset.state === shown) return;
        shown = now.dataset.state;
        // The whole page is as text a few kilobytes: taken anew, it can't be half right. Announced by its live region.
        if (navigator.vibrate) navigator.vibrate(200);
        location.replace(location.pathname);
      } catch {
        // No network just now: the next turn asks again.
      } finally {
        asking = false;
      }
    };

    setInterval(refresh, 15_000);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) refresh();
    });
    if (!('EventSource' in window)) return;
    let events;
    const listen = () => {
      events = new EventSource('/api/grabs/events');
      events.addEventListener('grab', (event) => {
        const grab = JSON.parse(event.data);
        // Somebody before me left: my own grab is the same, my place in the queue is not.
        if (grab.grabId === id || section.dataset.state.startsWith('waiting')) refresh();
      });
      events.addEventListener('open', refresh);
    };
    listen();
    // A browser has six connections to one server, for all its tabs: a page that nobody looks at leaves its stream's to the others. The turn
    // of every 15 s goes on.
    let letGo;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(letGo);
      if (document.hidden) letGo = setTimeout(() => events.close(), 10_000);
      else if (events.readyState === EventSource.CLOSED) listen();
    });
  }
})();
