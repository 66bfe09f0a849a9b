/**
 * Sentences as companies write them after an outage, labelled by hand: what a check must find in them, and, as
 * important, that it finds nothing else. They stand over the founding example: 37 improvements, 32 done, 5 open, of
 * which 2 in flight and 3 not started; the report says :ratio, :count{of=open} and :percent. Wording is ours.
 */
export interface Labelled {
  text: string
  /** The words of each error of `typed-number`; none: no error. */
  numbers?: readonly string[]
  /** Of each number that gets a quiet mark. */
  quiet?: readonly string[]
  /** The paragraph is about the incident: the words of each `time-mismatch`. */
  times?: readonly string[]
}

export const labelled: readonly Labelled[] = [
  // Figures about the record that nothing says.
  { text: 'We have completed 31 of 37 improvements.', numbers: ['31 of 37'] },
  { text: 'Of these, 33 improvements are done.', numbers: ['33 improvements'] },
  { text: 'About 90% of the work is complete.', numbers: ['90%'] },
  { text: 'Six improvements remain open.', numbers: ['Six improvements'] },
  { text: 'We identified 40 improvements after the outage.', numbers: ['40 improvements'] },
  { text: 'Thirty of the 37 are finished.', numbers: ['Thirty of the 37'] },
  { text: 'So far 12 corrective actions have been delivered.', numbers: ['12 corrective actions'] },
  { text: 'There are 4 items in flight and the rest is planned.', numbers: ['4 items'] },
  { text: 'We closed 7 findings in June.', numbers: ['7 findings'] },
  { text: 'Twenty-five of our improvements are complete.', numbers: ['Twenty-five of our improvements'] },
  { text: 'We dropped 2 initiatives.', numbers: ['2 initiatives'] },
  { text: 'Roughly 75 percent of the improvements are done.', numbers: ['75 percent'] },
  // The same, as the report says it.
  { text: 'We have completed 32 of 37 improvements.' },
  { text: 'Five improvements are still open.' },
  { text: '86% of them are done.' },
  { text: 'We identified 37 improvements.' },
  { text: 'To date 32 items are complete, and 5 remain.', quiet: ['5'] },
  // Numbers that are not about the record: a quiet mark.
  { text: 'We run 14 regions.', quiet: ['14'] },
  { text: 'Traffic grew by 12% in a year.', quiet: ['12%'] },
  { text: 'The cluster grew from 40 to 120 hosts.', quiet: ['40', '120'] },
  { text: 'We answered 1,204 tickets.', quiet: ['1,204'] },
  { text: 'Availability was 99.95% of the time.', quiet: ['99.95%'] },
  { text: 'It handles 3.5 million requests.', quiet: ['3.5'] },
  // No number of that kind: nothing at all.
  { text: 'On February 26, 2021 we let you down.' },
  { text: 'Between 26 February and 3 March 2021 we looked into it.' },
  { text: 'Completed in Q1 2021, and expected by H2 2021 or FY2022.' },
  { text: 'In 2021 we did what we had planned in 2020.' },
  { text: 'We follow ISO 22301, ISO/IEC 27001:2013, SOC 2, PCI DSS 4.0 and RFC 6238.' },
  { text: 'All calls use TLS 1.2 or HTTP/2 over IPv6.' },
  { text: 'We moved from version 2.4.1 to v3 and deployed release 7.' },
  { text: 'Data sits in S3, on EC2 in us-east-1, and in k8s.' },
  { text: 'It was a P0, handled as Sev 1 by the tier 2 team.' },
  { text: 'Our people are there 24/7.' },
  { text: 'This is the 3rd update, and the first of its kind.' },
  { text: 'One of our internal services failed, and one improvement is open to debate.' },
  { text: 'Requests stopped from 5:00am PST to 7:30am PST.', times: [] },
  { text: 'See https://example.com/2021/04/16/update for the 1st part.' },
  { text: 'Step 1 is to look, phase 2 is to mend.' },
  { text: 'We did not wait: every improvement that is done was tested.' },
  { text: 'The service is open source, and its API is complete.' },
  { text: 'Our `retry(3)` is done.' },
  { text: 'We found that a critical service was overloaded.' },
  { text: 'Everything we promised for the second quarter is complete.' },
  { text: 'A dozen people worked on it until it was done.' },
  { text: 'Customers in both regions were told.' },
  // Another measure in the same clause as a status word.
  { text: 'It was done in 3 weeks.', quiet: ['3'] },
  { text: 'We completed the move of 12 regions.', quiet: ['12'] },
  { text: 'With that done, 99.9% of requests succeed.', quiet: ['99.9%'] },
  // About the incident.
  { text: 'It began at 5:00am PST and ended at 7:30am PST.', times: [] },
  { text: 'It began at 5:10am PST.', times: ['5:10am'] },
  { text: 'It lasted for two and a half hours.', times: [] },
  { text: 'It lasted 3 hours.', times: ['3 hours'] },
  { text: 'It lasted 150 minutes.', times: [], quiet: ['150'] },
  {
    text: 'We detected it after 1 minute, and our status page was silent for 25 minutes.',
    times: [],
    quiet: ['1', '25'],
  },
  { text: 'Our status page was updated after 20 minutes.', times: ['20 minutes'] },
  { text: 'From 13:00 to 15:30 UTC nothing was delivered.', times: [] },
  { text: 'From 13:00 to 16:30 UTC nothing was delivered.', times: ['16:30'] },
  { text: 'We now alert after 5 minutes.', times: [], quiet: ['5'] },
  { text: 'From now on every outage will be on our status page within 10 minutes.', times: [], quiet: ['10'] },
  { text: 'Timeouts were cut to 2 seconds.', times: [], quiet: ['2'] },
  { text: 'Feature flags are cached for 24 hours.', times: [], quiet: ['24'] },
]
