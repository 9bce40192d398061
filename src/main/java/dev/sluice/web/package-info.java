/**
 * What the servers of this program share: by which names they may be asked. Start with {@link
 * dev.sluice.web.OwnNames}.
 */
package dev.sluice.web;
