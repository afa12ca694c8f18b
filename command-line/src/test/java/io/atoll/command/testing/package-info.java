/** What the tests of the command share: running it in this JVM, and comparing what it prints. */
package io.atoll.command.testing;
