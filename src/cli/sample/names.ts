import type { Random } from './random.ts';

/*
 * Made-up people. First and second names are common in East Java, among Madurese and Tengger people, and
 * are put together by chance, so that a whole name is of nobody in particular.
 */

export type Sex = 'm' | 'f';

const words = (text: string) => text.split(' ');

const FIRST: Record<Sex, readonly string[]> = {
  m: words(
    'Ahmad Achmad Moh. Mohammad Abdul Agus Bambang Budi Dwi Eko Hadi Hari Heru Imam Joko Khoirul Mulyadi ' +
      'Nur Rahmat Rudi Slamet Sugeng Suharto Sukarno Supriyadi Sutrisno Teguh Tri Wahyu Yudi Zainal Fathur ' +
      'Hasan Husni Ismail Jamal Lutfi Misbahul Nurul Ridwan Saiful Samsul Syaiful Taufik Arif Dedi Andi ' +
      'Rizal Bagus Catur Didik Edi Fajar Gunawan Hendra Indra Kurnia Mahfud Matrawi Sunaryo Suyitno Wiwit',
  ),
  f: words(
    'Siti Sri Nur Dwi Endang Lilik Umi Wiwik Rini Ratih Dewi Ani Anik Ayu Binti Diah Eka Erna Evi Fitri ' +
      'Hani Ika Indah Ida Juwita Khusnul Lailatul Luluk Maria Mufidatul Nia Nining Nurul Puji Retno Rina ' +
      'Rofiatul Rukmini Sari Suci Sulastri Sumiati Susi Titik Tri Tutik Ulfa Uswatun Winarti Yayuk Yuni ' +
      'Zahrotul Zulfa Alfiatul Badriyah Fatimatul Hosnawiyah Ismiyati Kholifatul Musrifah Nanik Wahyu',
  ),
};

const SECOND: Record<Sex, readonly string[]> = {
  m: words(
    'Anam Arifin Afandi Basuki Budiono Cahyono Darmawan Effendi Fauzi Firmansyah Ghozali Hakim Handoko ' +
      'Hariyanto Hasan Hidayat Huda Irawan Iskandar Junaidi Karim Khoiri Kurniawan Kusnadi Laksono Makruf ' +
      'Mahmudi Mashuri Mubarok Mukhlis Mulyono Munir Nugroho Prasetyo Prasojo Purnomo Rahman Riyadi Rofiq ' +
      'Rosyidi Santoso Sholeh Siswanto Subagyo Sucipto Sugiarto Suhartono Susanto Sutomo Syafii Taufiq ' +
      'Utomo Wahyudi Wibowo Wicaksono Widodo Wijaya Yulianto Yusuf Zaini Zubaidi Bahri Fadli Hamidi',
  ),
  f: words(
    'Aini Aisyah Amaliyah Andayani Astutik Azizah Badriyah Cahyani Damayanti Fadilah Farida Fauziah ' +
      'Handayani Hasanah Hayati Hidayati Indrawati Istiqomah Jannah Kartika Khasanah Kholifah Khumairoh ' +
      'Kumalasari Kurniawati Kusuma Lestari Maghfiroh Mahmudah Maryati Masruroh Mulyani Munawaroh Muslimah ' +
      'Ningsih Nuraini Nurhayati Oktaviani Permatasari Puspita Puspitasari Qomariyah Rahayu Rahmawati ' +
      'Rodiyah Rohmah Rosidah Saadah Safitri Setyowati Solihah Susilowati Ulfah Utami Wahyuni Widayati ' +
      'Wulandari Yuliana Yuniarti Zakiyah Zubaidah Anggraini',
  ),
};

/** Tengger people in Sukapura, Sumber and Lumbang often bear one name of the mountains beside another. */
const TENGGER: Record<Sex, readonly string[]> = {
  m: words(
    'Ngatrono Kertojoyo Sumarsono Mistono Suyono Wartono Sapari Ngadiono Mujono Puliono Asmono Timbul',
  ),
  f: words(
    'Ngatini Sumarti Mistini Supiyati Wartini Ngadisih Mujiati Karyati Asmini Juminah Rumiati Suliani',
  ),
};

/** A name of the given sex; `tengger` asks for the flavour of the Bromo slopes. */
export function personName(random: Random, sex: Sex, tengger: boolean): string {
  const second = random.pick(SECOND[sex]);
  const first = random.pick(tengger && random.chance(0.5) ? TENGGER[sex] : FIRST[sex]);
  if (first === second || !random.chance(0.25)) return `${first} ${second}`;
  const third = random.pick(SECOND[sex]);
  return third === second ? `${first} ${second}` : `${first} ${second} ${third}`;
}

/** How a shop names its owner: `Bu Sulastri`, `Pak Mulyono`, `Cak Huda`, `Mbak Ayu`. */
export function shopkeeper(random: Random): string {
  return random.chance(0.6)
    ? `${random.pick(['Bu', 'Bu', 'Mbak', 'Ning', 'Bunda'])} ${random.pick(FIRST.f)}`
    : `${random.pick(['Pak', 'Pak', 'Cak', 'Haji', 'Mas'])} ${random.pick(SECOND.m)}`;
}
