/** Programs of tests, in a package of their own as a user's programs are. */
package io.atoll.programs;
