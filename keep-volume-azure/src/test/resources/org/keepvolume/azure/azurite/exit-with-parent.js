// SPDX-License-Identifier: Apache-2.0
// Ends this process once the one that holds the other end of its standard input is gone, however it went.
'use strict';
process.stdin
  .on('end', () => process.exit(0))
  .on('error', () => process.exit(0))
  .resume();
