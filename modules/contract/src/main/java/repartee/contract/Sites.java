package repartee.contract;

import java.util.List;

/** The sites of a chatbot, oldest first, without their pages' failures. */
public record Sites(List<Site> sites) {
  public Sites {
    sites = List.copyOf(sites);
  }
}
