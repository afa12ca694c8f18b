/** The functional tests of the seL4 project, as programs of an Atoll image. */
package io.atoll.conformance.sel4test;
