/*
 * Long because all tables stand in one place: the schema is read as a whole.
 */

import type { Appointment, Band } from '#lib/domain/position.ts';
import type { Category } from '#lib/domain/catalogue.ts';
import type { OfficeKind } from '#lib/domain/office.ts';
import type { Payment, Verdict } from '#lib/domain/purchase.ts';
import type { ExemptionKind } from '#lib/domain/rulebook.ts';
import type { Role } from '#lib/protocol/account.ts';
import type { OUTCOMES } from '#lib/protocol/exchange.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';

/*
 * The office's tables in portable types: text, integer, bigint. Days and months are WIB text, instants ms
 * UTC, money whole rupiah, `seq` the journal position that wrote the row last. `*_json` columns hold JSON.
 */

/** Append-only and hash-chained: `hash` covers the entry and `prev`. Bodies stand beside it, deletable. */
export interface JournalTable {
  seq: number;
  at: number;
  kind: string;
  /** The user who acted, null for the office itself. */
  actor: string | null;
  /** The person or UMKM it is about, null for none. */
  subject: string | null;
  /** The id of the mutation or record. */
  ref: string | null;
  outcome: string;
  /** SHA-256 over salt and body, base64url. */
  commitment: string;
  prev: string;
  hash: string;
}

export interface JournalBodyTable {
  seq: number;
  salt: string;
  body: string;
}

/** The one row that writers of the chain lock. */
export interface JournalHeadTable {
  id: number;
  seq: number;
  hash: string;
}

export interface MutationTable {
  id: string;
  replica: string;
  n: number;
  owner: string;
  after_id: string | null;
  hash: string;
  outcome: (typeof OUTCOMES)[number];
  code: string | null;
  seq: number;
  received_at: number;
  /** Who brought it here in a rescue file, before its own phone did; null when its phone was the first. */
  carrier: string | null;
}

export interface ReplicaTable {
  id: string;
  owner: string;
  first_at: number;
  last_at: number;
  /** The office has every number up to here. */
  through: number;
  unsent: number;
  clock_offset: number;
  /** When a phone told that the browser had emptied this replica, and how many were unsent; null when it lives. */
  emptied_at: number | null;
  emptied_unsent: number | null;
}

/** An ASN. The id is the account's id: a NIP is no key for life. */
export interface PersonTable {
  id: string;
  name: string;
  nip: string;
  seq: number;
}

export interface OfficeTable {
  id: string;
  parent_id: string | null;
  name: string;
  kind: OfficeKind;
  kecamatan: string;
  from_day: string;
  until_day: string | null;
  seq: number;
}

export interface AppointmentTable {
  id: string;
  asn_id: string;
  office_id: string;
  title: string;
  band: Band;
  kind: Appointment['kind'];
  from_day: string;
  until_day: string | null;
  superior_id: string | null;
  seq: number;
}

export interface ExemptionTable {
  id: string;
  asn_id: string;
  kind: ExemptionKind;
  from_day: string;
  until_day: string | null;
  seq: number;
}

export interface PurchaseTable {
  id: string;
  asn_id: string;
  /** Null for an UMKM that was typed. */
  umkm_id: string | null;
  umkm_name: string;
  /** Where a typed UMKM is, empty for a listed one. */
  umkm_place: string;
  day: string;
  month: string;
  amount: number;
  items_json: string;
  payment: Payment;
  note: string;
  verdict: Verdict;
  reason: string;
  flags_json: string;
  received_at: number;
  version: string;
  seq: number;
  /** Photos of the nota by the hashes of what the phone sends, and those of them that the office lacks. */
  photos_json: string;
  wanted_json: string;
}

/** A photo that came whole, one row for each account that sent it; also one that was refused for good. */
export interface PhotoTable {
  owner: string;
  /** SHA-256 of what the phone sent, base64url. */
  hash: string;
  /** SHA-256 of what is kept, base64url: the photo made anew, under which its file is found. Empty when refused. */
  kept: string;
  /** Of what is kept. */
  bytes: number;
  width: number;
  height: number;
  received_at: number;
  seq: number;
  /** The code of a refusal, null for a photo that is kept. */
  refused: ProblemCode | null;
}

/** A photo that was begun to be decoded and is neither kept nor refused by the decoder: photos/tries.ts. */
export interface PhotoTryTable {
  /** SHA-256 of what the phone sent, whoever sent it: the same bytes do the same to the decoder. */
  hash: string;
  tries: number;
  /** When the last one began. */
  at: number;
}

/**
 * What an ASN bought in a month, summed up when something in it was last written: domain/recap.ts
 * `MonthFigures`, so that a recap reads a row a person and no purchases. What the month demanded, and of whose
 * office it is, is judged when it is read: it changes with posts and exemptions.
 */
export interface MonthTotalTable {
  asn_id: string;
  month: string;
  counted: number;
  waiting: number;
  umkm_count: number;
  checked: number;
  unchecked: number;
  flagged: number;
  rejected: number;
  seq: number;
}

export interface UmkmTable {
  id: string;
  name: string;
  kecamatan: string;
  desa_code: string;
  desa: string;
  phone: string;
  /** `terdata`: in the registry, origin confirmed. `ditutup`: no longer sells; old purchases stand. */
  status: 'terdata' | 'ditutup';
  owner_id: string | null;
  seq: number;
}

export interface ProductTable {
  id: string;
  umkm_id: string;
  name: string;
  unit: string;
  price: number;
  category: Category;
  art: string;
  /** 1 once it is no longer sold. */
  gone: number;
  seq: number;
}

/** The published pack of a catalogue scope. `body` is the pack's JSON, brotli, base64. */
export interface PackTable {
  scope: string;
  hash: string;
  at: number;
  at_hash: string;
  products: number;
  bytes: number;
  body: string;
  /** The journal position that published it; `at` is the one its contents were read at. */
  seq: number;
}

export interface RuleVersionTable {
  id: string;
  from_month: string;
  rule_json: string;
  seq: number;
}

export interface RoleGrantTable {
  id: string;
  user_id: string;
  role: Role;
  /** The office a `petugas-opd` serves; null for roles of the whole regency. */
  office_id: string | null;
  from_day: string;
  until_day: string | null;
}

/** A one-time code for a first or forgotten password, hashed like a password. */
export interface LoginCodeTable {
  id: string;
  user_id: string;
  hash: string;
  issued_by: string | null;
  issued_at: number;
  expires_at: number;
  used_at: number | null;
}

/** `epoch`, `durable` (journal seq of the newest verified backup), `sample` (JSON of the sample accounts). */
export interface MetaTable {
  key: string;
  value: string;
}

/** A key that rescue files are sealed to. `private_key` is PKCS #8, base64url; the newest one is handed out. */
export interface OfficeKeyTable {
  id: string;
  private_key: string;
  made_at: number;
}

/* The account library's own tables: their columns are its choice (see accounts.ts), only used columns are typed. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
  /** NIP of an ASN, or phone number of a seller (62...): what signs in. */
  username: string | null;
  displayUsername: string | null;
}

export interface SessionTable {
  id: string;
  userId: string;
  token: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
}

export interface AccountTable {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

export interface Schema {
  journal: JournalTable;
  journal_body: JournalBodyTable;
  journal_head: JournalHeadTable;
  mutation: MutationTable;
  replica: ReplicaTable;
  person: PersonTable;
  office: OfficeTable;
  appointment: AppointmentTable;
  exemption: ExemptionTable;
  purchase: PurchaseTable;
  photo: PhotoTable;
  photo_try: PhotoTryTable;
  month_total: MonthTotalTable;
  umkm: UmkmTable;
  product: ProductTable;
  pack: PackTable;
  rule_version: RuleVersionTable;
  role_grant: RoleGrantTable;
  login_code: LoginCodeTable;
  meta: MetaTable;
  office_key: OfficeKeyTable;
  user: UserTable;
  session: SessionTable;
  account: AccountTable;
  verification: VerificationTable;
}
