/** Tests of runs and of what is said about them. */
package io.atoll.command.run;
