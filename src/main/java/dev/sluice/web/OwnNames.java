package dev.sluice.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The host names that a server accepts in requests. One that listens on this machine alone accepts
 * only names of this machine: the owner of any other name can make it point here, so that a web
 * page of that name could read the answers (DNS rebinding). Immutable.
 */
public final class OwnNames {
  /** For a server that other machines may reach, or that asks for credentials: every name. */
  public static final OwnNames ANY = new OwnNames(Optional.empty());

  private static final Set<String> OF_THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Optional<Set<String>> names; // lower case; empty: any

  private OwnNames(Optional<Set<String>> names) {
    this.names = names;
  }

  /**
   * The names of a server that listens on an address; any name if other machines reach it.
   *
   * @param address as users write it, such as {@code 127.0.0.1} or {@code ::1}
   * @param more further names, such as that of a proxy before it
   */
  public static OwnNames of(String address, Collection<String> more) {
    if (!isLoopback(address)) {
      return ANY;
    }
    Set<String> names = new HashSet<>(OF_THIS_MACHINE);
    names.add(address.contains(":") ? "[" + address + "]" : address.toLowerCase(Locale.ROOT));
    more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return new OwnNames(Optional.of(names));
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // the server cannot listen on it either
    }
  }

  /**
   * @param name of the header Host, without a port
   */
  public boolean include(String name) {
    return names.map(own -> own.contains(name.toLowerCase(Locale.ROOT))).orElse(true);
  }
}
