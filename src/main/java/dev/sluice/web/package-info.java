/**
 * What the servers of this program share: the host names that they accept. Start with {@link
 * dev.sluice.web.OwnNames}.
 */
package dev.sluice.web;
