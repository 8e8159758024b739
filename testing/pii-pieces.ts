/** Pieces that begin, join and end what the rules look for; glued together they are what an attacker would send: bounds.test.ts and bench/pii.ts do. */
export const pieces: readonly string[] =
  `a|A|1|12|1234| |  |-|.|. |:|: |=|@|/|\n|\n\n|(|)|,|*|_|"|é|年|の|市|路|ה|ก|password |key |phone: |address |born |St |rue de la |Am Alten |5. May |1968. |de |is |http://|-----BEGIN |-----BEGIN PRIVATE KEY-----|-----END PRIVATE KEY-----|x|+49 |#|<|>|<PERSON>|<EMAIL_ADDRESS>|name,dob\n|Straße |born in Leeds |geb. |شارع |٤|, 10000 Zagreb|Calle 5 # |ul. |Mr. |eyJ|sk-|::|%|'|’|\t|😀|0171 5551234|ada@lovelace.example|1980-05-04|4111 1111 1111 1111|Geburtsdatum|Passwort: Hunter22!|12 Long Lane|login as |creds: a/|<password>|user a pass |-p |\\"|\\n|PESEL |PESEL pana |DNI n.º |C.C. |CNIC: |api key |token=|ul. |na ulici |Viaduto |12 A Copse |Flat 3, |4417 W |PID|wifi |Key: |numer |, 12 |192.168.7.9|\u00a0|\u200b|\u200f|１２`.split(
    "|",
  );
