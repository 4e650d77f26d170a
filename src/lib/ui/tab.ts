/** The five places of an ASN. */
export type Tab = 'beranda' | 'katalog' | 'catat' | 'riwayat' | 'akun';
