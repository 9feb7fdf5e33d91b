from datetime import date, datetime
from uuid import uuid4

from client import Client, models as m
from client.api.enterprise import submit

NAME, NUMBER, NOW = "天津示例农业科技有限公司", "91120116000000019T", datetime.fromisoformat("2026-03-12T10:30:00+08:00")
production = m.PesticideProduction(
    record_type="production", product_item="pesticide", record_id=uuid4(), event_time=NOW, party_name=NAME,
    uscc=NUMBER, code_scheme="tj-trace", trace_code="TJ1401291120116000000019T2603127K2M9QX4T",
    unit_level=m.UnitLevel("2"), product_name="示例牌农药", production_date=date(2026, 3, 12), quantity="120.5",
    batch_no="20260312A",
    expiry_date=date(2028, 3, 11), quantity_unit="kg", approval_scheme="pesticide-registration",
    approval_no="PD20172225", registration_holder=m.PartyGroup(party_name=NAME), production_type=m.ProductionType("1"),
)
us = m.CodedIdentifierGroup(code_scheme="uscc", code_value=NUMBER)
header = m.MessageHeaderGroup(
    message_id=uuid4(), message_type=m.MessageType("submit"), standard_version="0.1", sender_id=us,
    receiver_id=us, sent_at=NOW, record_count=1,
)
reply = submit.sync(client=Client(base_url="ADDRESS"), body=m.AnyMessage(header=header, body=[production]))
assert isinstance(reply, m.ReceiptMessage)
print(reply.body[0].receipt_status.value, reply.body[0].accepted_count)
