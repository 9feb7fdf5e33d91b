import type { components } from "./api.js"
type Schemas = components["schemas"]

const party = { party_name: "天津示例农业科技有限公司" }
const production: Schemas["PesticideProduction"] = {
  record_type: "production", product_item: "pesticide", record_id: "c59fe2b7-e241-58bd-b54b-3f7212d01821",
  event_time: "2026-03-12T10:30:00+08:00", ...party, uscc: "91120116000000019T", code_scheme: "tj-trace",
  trace_code: "TJ1401291120116000000019T2603127K2M9QX4T", unit_level: "2", product_name: "示例牌农药",
  batch_no: "20260312A",
  production_date: "2026-03-12", expiry_date: "2028-03-11", quantity: "120.5", quantity_unit: "kg",
  approval_scheme: "pesticide-registration", approval_no: "PD20172225", registration_holder: party, production_type: "1",
}
const us = { code_scheme: "uscc", code_value: "91120116000000019T" }
const header: Schemas["MessageHeaderGroup"] = {
  message_id: "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", message_type: "submit", standard_version: "0.1",
  sender_id: us, receiver_id: us, sent_at: "2026-03-12T10:30:00+08:00", record_count: 1,
}
const message: Schemas["AnyMessage"] = { header, body: [production] }
const answer = await fetch("ADDRESS/messages", { method: "POST", body: JSON.stringify(message) })
const reply = (await answer.json()) as Schemas["ReceiptMessage"]
console.log(reply.body[0].receipt_status, reply.body[0].accepted_count)
