/** Valueloop's own passages with the citations that stand in them, written as text > normalised, of kinds met in briefs. */
export const ownPassages: readonly (readonly [text: string, ...citations: (readonly [string, string])[]])[] =
  [
    [
      "Title 18, United States Code, Section 1343 forbids it.",
      ["Title 18, United States Code, Section 1343", "18 U.S.C. § 1343"],
    ],
    [
      "in violation of Title 18, United States Code, Sections 1343 and 1349.",
      ["Title 18, United States Code, Sections 1343 and 1349", "18 U.S.C. §§ 1343, 1349"],
    ],
    ["21, United States Code, Section 853", ["21, United States Code, Section 853", "21 U.S.C. § 853"]],
    ["See 5 USC 552(a)(1)(E).", ["5 USC 552(a)(1)(E)", "5 U.S.C. § 552(a)(1)(E)"]],
    [
      "under 42 U.S.C. §1983 and § 1985(3),",
      ["42 U.S.C. §1983", "42 U.S.C. § 1983"],
      ["§ 1985(3)", "42 U.S.C. § 1985(3)"],
    ],
    [
      "A § 1983 claim under 42 U.S.C. § 1983 is not a § 1981 claim.",
      ["42 U.S.C. § 1983", "42 U.S.C. § 1983"],
      ["§ 1981", "42 U.S.C. § 1981"],
    ],
    [
      "28 U.S.C. §§ 1331 & 1343(a)(3) give jurisdiction.",
      ["28 U.S.C. §§ 1331 & 1343(a)(3)", "28 U.S.C. §§ 1331, 1343(a)(3)"],
    ],
    [
      "28 U.S.C. §§ 1331, 1343 and 1367, 42 U.S.C. § 1988.",
      ["28 U.S.C. §§ 1331, 1343 and 1367", "28 U.S.C. §§ 1331, 1343, 1367"],
      ["42 U.S.C. § 1988", "42 U.S.C. § 1988"],
    ],
    [
      "15 U.S.C. §§ 1692 through 1692p protect debtors.",
      ["15 U.S.C. §§ 1692 through 1692p", "15 U.S.C. §§ 1692 to 1692p"],
    ],
    ["15 U.S.C. §§ 1692-1692p", ["15 U.S.C. §§ 1692-1692p", "15 U.S.C. §§ 1692 to 1692p"]],
    ["42 U.S.C. § 300aa-1 et seq. (2012)", ["42 U.S.C. § 300aa-1 et seq.", "42 U.S.C. § 300aa-1 et seq."]],
    ["8 U.S.C. § 1101 note", ["8 U.S.C. § 1101 note", "8 U.S.C. § 1101 note"]],
    [
      "section 552a of title 5, United States Code,",
      ["section 552a of title 5, United States Code", "5 U.S.C. § 552a"],
    ],
    [
      "under section 1983 of Title 42 of the United States Code.",
      ["section 1983 of Title 42 of the United States Code", "42 U.S.C. § 1983"],
    ],
    [
      "chapter 7 of title 11, United States Code, is about liquidation; 11 U.S.C. ch. 7.",
      ["chapter 7 of title 11, United States Code", "11 U.S.C. ch. 7"],
      ["11 U.S.C. ch. 7", "11 U.S.C. ch. 7"],
    ],
    ["§ 552 of Title 5 U.S.C. applies.", ["§ 552 of Title 5 U.S.C.", "5 U.S.C. § 552"]],
    ["26 U.S.C. § 1400Z-2(a)(1)", ["26 U.S.C. § 1400Z-2(a)(1)", "26 U.S.C. § 1400Z-2(a)(1)"]],
    ["I.R.C. § 501(c)(3) exempts charities.", ["I.R.C. § 501(c)(3)", "26 U.S.C. § 501(c)(3)"]],
    ["18 U.S.C. § 1341, and the jury found so.", ["18 U.S.C. § 1341", "18 U.S.C. § 1341"]],
    ["18 U.S.C. § 371, 5 years at most.", ["18 U.S.C. § 371", "18 U.S.C. § 371"]],
    ["47 U.S.C. § 230(c)(1), (f)(3).", ["47 U.S.C. § 230(c)(1), (f)(3)", "47 U.S.C. § 230(c)(1), (f)(3)"]],
    [
      "15 U.S.C. § 78j(b); 17 C.F.R. § 240.10b-5.",
      ["15 U.S.C. § 78j(b)", "15 U.S.C. § 78j(b)"],
      ["17 C.F.R. § 240.10b-5", "17 C.F.R. § 240.10b-5"],
    ],
    [
      "40 C.F.R. Part 63 and 21 CFR 101.9(c)",
      ["40 C.F.R. Part 63", "40 C.F.R. pt. 63"],
      ["21 CFR 101.9(c)", "21 C.F.R. § 101.9(c)"],
    ],
    [
      "section 2.4 of title 16, Code of Federal Regulations",
      ["section 2.4 of title 16, Code of Federal Regulations", "16 C.F.R. § 2.4"],
    ],
    [
      "Title 29, Code of Federal Regulations, section 1604.11",
      ["Title 29, Code of Federal Regulations, section 1604.11", "29 C.F.R. § 1604.11"],
    ],
    ["Bell Atl. Corp. v. Twombly, 550 U.S. 544, 570 (2007)", ["550 U.S. 544", "550 U.S. 544"]],
    ["Marbury v. Madison, 5 U.S. (1 Cranch) 137 (1803)", ["5 U.S. (1 Cranch) 137", "5 U.S. 137"]],
    [
      "550 U. S. 544, 127 S. Ct. 1955, 167 L. Ed. 2d 929 (2007)",
      ["550 U. S. 544", "550 U.S. 544"],
      ["127 S. Ct. 1955", "127 S. Ct. 1955"],
      ["167 L. Ed. 2d 929", "167 L. Ed. 2d 929"],
    ],
    [
      "Smith v. Jones, 123 F.3d 456 (9th Cir. 1997); Roe v. Doe, 12 F. Supp. 2d 34",
      ["123 F.3d 456", "123 F.3d 456"],
      ["12 F. Supp. 2d 34", "12 F. Supp. 2d 34"],
    ],
    ["2021 WL 1234567 (N.D. Cal. Mar. 3, 2021)", ["2021 WL 1234567", "2021 WL 1234567"]],
    [
      "Twombly, 550 U.S. 544. Id. at 570. Ibid.",
      ["550 U.S. 544", "550 U.S. 544"],
      ["Id. at 570", "550 U.S. 544, 570"],
      ["Ibid.", "550 U.S. 544, 570"],
    ],
    [
      "29 C.F.R. § 825.100. Under § 825.114(a) leave is due.",
      ["29 C.F.R. § 825.100", "29 C.F.R. § 825.100"],
      ["§ 825.114(a)", "29 C.F.R. § 825.114(a)"],
    ],
    [
      "Pub. L. 111-148, 124 Stat. 119 (2010)",
      ["Pub. L. 111-148", "Pub. L. 111-148"],
      ["124 Stat. 119", "124 Stat. 119"],
    ],
    [
      "P.L. 107-56 and Public Law No. 116–136",
      ["P.L. 107-56", "Pub. L. 107-56"],
      ["Public Law No. 116–136", "Pub. L. 116-136"],
    ],
    [
      "Art. 6 of Regulation (EU) 2016/679 and Directive 95/46/EC",
      ["Regulation (EU) 2016/679", "32016R0679"],
      ["Directive 95/46/EC", "31995L0046"],
    ],
    [
      "Regulation (EC) No 1907/2006; Council Directive 93/13/EEC",
      ["Regulation (EC) No 1907/2006", "32006R1907"],
      ["Council Directive 93/13/EEC", "31993L0013"],
    ],
    [
      "50 U.S.C. § 403-4 moved; 16 U.S.C. § 460l-6a(b) stayed",
      ["50 U.S.C. § 403-4", "50 U.S.C. § 403-4"],
      ["16 U.S.C. § 460l-6a(b)", "16 U.S.C. § 460l-6a(b)"],
    ],
    [
      "15 U.S.C. §§ 80a-1 to 80a-64 and §§ 77a–77aa",
      ["15 U.S.C. §§ 80a-1 to 80a-64", "15 U.S.C. §§ 80a-1 to 80a-64"],
      ["§§ 77a–77aa", "15 U.S.C. §§ 77a to 77aa"],
    ],
    [
      "The Act, 42 U.S.C. §§ 2000bb-2000bb-4, was tested.",
      ["42 U.S.C. §§ 2000bb-2000bb-4", "42 U.S.C. §§ 2000bb to 2000bb-4"],
    ],
    ["9 U.S.C. §§ 1-16 favour arbitration", ["9 U.S.C. §§ 1-16", "9 U.S.C. §§ 1 to 16"]],
    ["Cal. Penal Code § 187; N.Y. Gen. Bus. Law § 349; D.C. Code § 22-404."],
    ["Rule 12(b)(6), Fed. R. Civ. P. 56(a) and U.S.S.G. § 2B1.1."],
    ["Section 4 of the lease and section 12.3 of Schedule 2; § 5 of title II of the Act."],
    ["section 3 of title 10 of the Delaware Code, 740 ILCS 14/15, 12 V.S.A. § 4."],
    ["The U.S. Code has 54 titles, 42 of them enacted. In 1983 U.S. Steel cut 15 U.S. plants."],
    ["He scored 347 at 483 points; U.S.C. 42, Trojans 17; the F. 2 train left."],
    // Written after the second half of the labelled set had been measured.
    [
      "Twombly, 550 U.S. 544 (2007); see id. at 555-56; Twombly, 550 U.S. at 570 n. 2.",
      ["550 U.S. 544", "550 U.S. 544"],
      ["id. at 555-56", "550 U.S. 544, 555-56"],
      ["550 U.S. at 570", "550 U.S. 544, 570"],
    ],
    ["Liberty Lobby, 477 U.S., at 248, was cited alone.", ["477 U.S., at 248", "477 U.S. at 248"]],
    [
      "123 F.3d 456 (2d Cir. 1997). Doe, 123 F.3d at 460. Id.",
      ["123 F.3d 456", "123 F.3d 456"],
      ["123 F.3d at 460", "123 F.3d 456, 460"],
      ["Id.", "123 F.3d 456, 460"],
    ],
    [
      "29 U.S.C. § 794(a). But cf. id. § 794a(b); ibid.",
      ["29 U.S.C. § 794(a)", "29 U.S.C. § 794(a)"],
      ["id. § 794a(b)", "29 U.S.C. § 794a(b)"],
      ["ibid.", "29 U.S.C. § 794a(b)"],
    ],
    [
      "Pub. L. 101-336, 104 Stat. 327. Id. at 330.",
      ["Pub. L. 101-336", "Pub. L. 101-336"],
      ["104 Stat. 327", "104 Stat. 327"],
      ["Id. at 330", "104 Stat. 327, 330"],
    ],
    ["The id. card, ID. 4 and the video id. at 5 count nothing without a citation."],
    [
      "42 U.S.C. § 1396a(a)(10)(A)(i)(VIII), (e)(14) and 42 U.S.C. §§ 1396d(y), 1396d(z)",
      ["42 U.S.C. § 1396a(a)(10)(A)(i)(VIII), (e)(14)", "42 U.S.C. § 1396a(a)(10)(A)(i)(VIII), (e)(14)"],
      ["42 U.S.C. §§ 1396d(y), 1396d(z)", "42 U.S.C. §§ 1396d(y), 1396d(z)"],
    ],
    [
      "titles 5 and 18 of the Code; Sections 3161 through 3174 of Title 18, U.S.C.",
      ["Sections 3161 through 3174 of Title 18, U.S.C.", "18 U.S.C. §§ 3161 to 3174"],
    ],
    [
      "45 C.F.R. §§ 164.502, 164.512(e) and 164.514; id. § 164.528.",
      ["45 C.F.R. §§ 164.502, 164.512(e) and 164.514", "45 C.F.R. §§ 164.502, 164.512(e), 164.514"],
      ["id. § 164.528", "45 C.F.R. § 164.528"],
    ],
    [
      "7 U.S.C. secs. 1a(47) and 2(a)(1)(A)",
      ["7 U.S.C. secs. 1a(47) and 2(a)(1)(A)", "7 U.S.C. §§ 1a(47), 2(a)(1)(A)"],
    ],
  ];
