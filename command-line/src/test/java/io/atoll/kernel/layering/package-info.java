/** Not delivered: a class that breaks the rules of its layer, for the layering test to find. */
package io.atoll.kernel.layering;
