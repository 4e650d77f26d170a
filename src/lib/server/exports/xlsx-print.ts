/** What is asked here of a sheet's options. */
interface PrintedSheet {
  readonly sheet?: string;
  readonly stickyRowsCount?: number;
}

/**
 * What a sheet needs to be printed as a report, which the library has no option for: as wide as the paper,
 * as many pages long as it takes, the head on each, pages numbered. The order of elements is ECMA-376's.
 */
export const PRINTABLE = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string) =>
          xml
            .replace(/<worksheet[^>]*>/, '$&<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
            .replace(
              /<pageSetup ([^>]*)\/>/,
              '<pageSetup $1 fitToWidth="1" fitToHeight="0"/>' +
                '<headerFooter><oddFooter>&amp;L&amp;A&amp;RHalaman &amp;P dari &amp;N</oddFooter></headerFooter>',
            ),
      },
      'xl/workbook.xml': {
        transform: (xml: string, sheets: readonly PrintedSheet[]) =>
          xml.replace('<definedNames/>', `<definedNames>${sheets.map(printTitles).join('')}</definedNames>`),
      },
    },
  },
};

/** The frozen rows are the head that every printed page repeats. */
const printTitles = ({ sheet, stickyRowsCount }: PrintedSheet, index: number): string =>
  `<definedName name="_xlnm.Print_Titles" localSheetId="${String(index)}">` +
  `'${sheet ?? ''}'!$1:$${String(stickyRowsCount ?? 1)}</definedName>`;
