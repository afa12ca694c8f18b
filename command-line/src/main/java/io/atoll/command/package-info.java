/**
 * The {@code atoll} command: options, output, exit codes. It may use every other module and is used
 * by none. Start reading at {@link io.atoll.command.Atoll}.
 */
package io.atoll.command;
