/** Tests of the debug calls: each dump against a text kept beside them. */
package io.atoll.kernel.debug;
