/** Images of several cores: what their cores do to one another, and that nothing gets lost. */
package io.atoll.kernel.multicore;
