/**
 * What is delivered: the one executable jar, the launcher, and the documents, each tried as a user
 * would, in processes of their own. They need the jar, so the build runs them after packaging
 * (group {@code jar}).
 */
package io.atoll.command.jar;
