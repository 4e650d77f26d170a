/*
 * Whether this browser can run SiMadu at all; where it cannot, leads to /peramban, which says what to do.
 * Runs in every browser, however old: nothing newer than ES5 may stand here. Desk pages are drawn by the office
 * and are left alone.
 */
(function () {
  'use strict';
  var PHONE = /^\/(?:beranda|katalog|belanja|riwayat|akun|peran|buka|titip)?(?:\/|$)/;

  function lead(why) {
    if (PHONE.test(location.pathname)) location.replace('/peramban#' + why);
    else if (location.pathname === '/masuk') note(why);
  }

  /** On the sign-in page, which officers can use all the same, a line above it is enough. */
  function note(why) {
    var line = document.createElement('p');
    var link = document.createElement('a');
    line.className = 'peramban';
    link.href = '/peramban#' + why;
    link.appendChild(
      document.createTextNode('Browser ini belum cukup untuk mencatat belanja. Lihat caranya'),
    );
    line.appendChild(link);
    document.body.insertBefore(line, document.body.firstChild);
  }

  // Modules, and what came with Chrome 85: a browser that has it also reads the syntax that the app is built in.
  if (!('noModule' in document.createElement('script')) || !window.Promise || !Promise.any)
    return lead('lama');

  if (!window.crypto || !crypto.subtle) return lead('alamat');

  // Asking already fails where storing is refused: private windows, blocked cookies. A full phone is no reason.
  function refused(error) {
    if (!error || error.name !== 'QuotaExceededError') lead('simpanan');
  }
  try {
    if (!window.indexedDB) lead('simpanan');
    else if (indexedDB.databases) indexedDB.databases().then(null, refused);
    else {
      var request = indexedDB.open('simadu-periksa');
      request.onerror = function () {
        refused(request.error);
      };
      request.onsuccess = function () {
        request.result.close();
        indexedDB.deleteDatabase('simadu-periksa');
      };
    }
  } catch (error) {
    refused(error);
  }
})();
