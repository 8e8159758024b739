/** The package ships no types; this is the part used here. Intensities in g CO2e per kWh by ISO 3166 alpha-3 zone. */
declare module "@tgwf/co2" {
  export const averageIntensity: { data: Record<string, number>; type: string };
}
