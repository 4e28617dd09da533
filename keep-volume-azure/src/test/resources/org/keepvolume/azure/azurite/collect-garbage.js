// SPDX-License-Identifier: Apache-2.0
// Lets Azurite forget the bytes of deleted and replaced blobs after seconds instead of ten to twenty
// minutes: in memory they would add up to gigabytes in a run of the tests.
'use strict';
const Module = require('module');
const milliseconds = {
  DEFAULT_GC_INTERVAL_MS: 2000,
  DEFAULT_EXTENT_GC_PROTECT_TIME_IN_MS: 2000,
};
const load = Module._load;
Module._load = function (request, ...rest) {
  const exported = load.call(this, request, ...rest);
  if (/(^|\/)constants$/.test(request)) {
    for (const [name, value] of Object.entries(milliseconds)) {
      if (exported[name] > value) {
        exported[name] = value;
      }
    }
  }
  return exported;
};
