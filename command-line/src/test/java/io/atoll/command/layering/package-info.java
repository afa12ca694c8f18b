/** The layers of the project and the rules between them, checked on the classes themselves. */
package io.atoll.command.layering;
