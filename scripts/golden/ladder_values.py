"""Values and brackets that do or do not fit a field, one a line: category.field and the JSON."""

VALUES = r"""
interests.topics ["sport.running"]
interests.topics []
interests.topics ["sport"]
interests.topics ["sport.running", "sport.running"]
interests.topics "sport.running"
interests.topics [1]
interests.topics null
interests.brands ["A"]
interests.brands []
interests.brands ["A", "A"]
interests.brands [""]
interests.brands ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
interests.brands ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
demographics.birth_year 1900
demographics.birth_year 1899
demographics.birth_year 2100
demographics.birth_year 2101
demographics.birth_year "1987"
demographics.birth_year true
demographics.birth_year null
demographics.birth_year [1987]
demographics.gender "woman"
demographics.gender "female"
demographics.gender ""
demographics.gender null
demographics.gender ["woman"]
demographics.gender "toString"
demographics.education "university.master"
demographics.education "university"
demographics.education "master"
demographics.household_size 0
demographics.household_size 1
demographics.household_size 30
demographics.household_size 31
demographics.income {"amount": "0.00", "currency": "EUR"}
demographics.income {"amount": "999999999.99", "currency": "JPY"}
demographics.income {"amount": "1000000000.00", "currency": "EUR"}
demographics.income {"amount": "1.5", "currency": "EUR"}
demographics.income {"amount": "01.50", "currency": "EUR"}
demographics.income {"amount": "-1.50", "currency": "EUR"}
demographics.income {"amount": "1.50", "currency": "XXX"}
demographics.income {"amount": "1.50"}
demographics.income {"amount": "1.50", "currency": "EUR", "more": 1}
demographics.income {"amount": 150, "currency": "EUR"}
demographics.income "1.50 EUR"
contact.full_name "A"
contact.full_name ""
contact.full_name " A"
contact.full_name "A\tB"
contact.full_name "\u202eA"
contact.full_name 1
contact.email "a@b.de"
contact.email "a@b"
contact.email "a b@c.de"
contact.email "a@@b.de"
contact.email "@b.de"
contact.email "A@B.DE"
contact.email "a@b.d"
contact.phone "+491701234"
contact.phone "+49170123456789"
contact.phone "0049170"
contact.phone "+0491701234"
contact.phone "+49 170"
contact.phone "+1234567890123456"
contact.country "DE"
contact.country "de"
contact.country "XX"
contact.country ""
contact.country "EU"
contact.country "constructor"
location.coordinates {"latitude": "90", "longitude": "-180"}
location.coordinates {"latitude": "90.000001", "longitude": "0"}
location.coordinates {"latitude": "0", "longitude": "180.000001"}
location.coordinates {"latitude": "1.1234567", "longitude": "0"}
location.coordinates {"latitude": "01", "longitude": "0"}
location.coordinates {"latitude": ".5", "longitude": "0"}
location.coordinates {"latitude": "5.", "longitude": "0"}
location.coordinates {"latitude": "1e1", "longitude": "0"}
location.coordinates {"latitude": "-0.5", "longitude": "-0"}
location.coordinates {"latitude": 1, "longitude": "0"}
location.coordinates {"latitude": "1"}
location.coordinates "1,1"
purchases.date "2026-02-28"
purchases.date "2026-02-29"
purchases.date "2024-02-29"
purchases.date "2100-02-29"
purchases.date "1900-01-01"
purchases.date "1899-12-31"
purchases.date "2101-01-01"
purchases.date "2026-13-01"
purchases.date "2026-00-10"
purchases.date "2026-04-31"
purchases.date "2026-4-1"
purchases.date "20260401"
purchases.date "2026-04-01T00:00"
purchases.date 20260401
activity.hours [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
activity.hours [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
activity.hours [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
activity.hours {}
activity.tags [{"tag": "a", "count": 1}]
activity.tags []
activity.tags [{"tag": "a", "count": 0}]
activity.tags [{"tag": "a b", "count": 1}]
activity.tags [{"tag": "", "count": 1}]
activity.tags [{"tag": "a", "count": 1}, {"tag": "a", "count": 2}]
activity.tags [{"tag": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "count": 1000000}]
activity.tags [{"tag": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "count": 1}]
activity.tags ["a"]
"""

LONG_VALUES: tuple[tuple[str, object], ...] = (
    ("interests.brands", [f"{number}" for number in range(17)]),
    ("interests.brands", ["x" * 60]),
    ("interests.brands", ["x" * 61]),
    ("contact.full_name", "x" * 120),
    ("contact.full_name", "x" * 121),
    ("contact.full_name", "👩‍🌾" * 40),
    ("contact.full_name", "👩‍🌾" * 41),
    *(
        ("activity.hours", [count] * size)
        for count, size in ((0, 24), (0, 23), (0, 25), (-1, 24), (1_000_000, 24), (1_000_001, 24), ("0", 24))
    ),
    ("activity.tags", [{"tag": f"t{number}", "count": 1} for number in range(20)]),
    ("activity.tags", [{"tag": f"t{number}", "count": 1} for number in range(21)]),
)

BRACKETS = r"""
interests.topics ["sport"]
interests.topics ["music", "sport"]
interests.topics ["sport", "music"]
interests.topics ["sport", "sport"]
interests.topics []
interests.topics "sport"
interests.topics ["x"]
demographics.education "university"
demographics.education "university.master"
demographics.education ["university"]
demographics.education "x"
demographics.education 1
demographics.birth_year {"from": 1980, "below": 1990}
demographics.birth_year {"from": 1900, "below": 1910}
demographics.birth_year {"from": 2100, "below": 2110}
demographics.birth_year {"from": 1890, "below": 1900}
demographics.birth_year {"from": 1981, "below": 1991}
demographics.birth_year {"from": 1980, "below": 1985}
demographics.birth_year {"from": 1980}
demographics.birth_year {"below": 1990}
demographics.birth_year {"from": 1980, "below": 1990, "x": 1}
demographics.birth_year 1980
demographics.birth_year {"from": true, "below": 10}
demographics.children {"from": null, "below": 1}
demographics.children {"from": 1, "below": 3}
demographics.children {"from": 3, "below": null}
demographics.children {"from": true, "below": 3}
demographics.children {"from": 1, "below": null}
demographics.children {"from": 2, "below": 3}
demographics.children {"from": 0, "below": 1}
demographics.children {}
demographics.children null
demographics.income {"from": 30000, "below": 45000, "currency": "EUR"}
demographics.income {"from": 30000, "below": 45000, "currency": "XXX"}
demographics.income {"from": 30000, "below": 45000}
demographics.income {"from": 30000, "below": 60000, "currency": "EUR"}
demographics.income {"from": null, "below": 10000, "currency": "EUR"}
demographics.income {"from": null, "below": 10000, "currency": []}
demographics.gender "woman"
demographics.gender ["woman"]
location.country "western-europe"
location.country "Western Europe"
location.country "DE"
location.country "constructor"
location.country null
location.postcode "10"
location.postcode "1"
location.postcode "101"
location.postcode ""
location.postcode " 1"
location.postcode "1\n"
location.coordinates {"south": "52.5", "west": "13.4", "step": "0.1"}
location.coordinates {"south": "-90", "west": "-180", "step": "0.1"}
location.coordinates {"south": "52.51", "west": "13.4", "step": "0.1"}
location.coordinates {"south": "52.50", "west": "13.4", "step": "0.1"}
location.coordinates {"south": "52.5", "west": "13.4", "step": "0.5"}
location.coordinates {"south": "90.1", "west": "13.4", "step": "0.1"}
location.coordinates {"south": 52, "west": "13.4", "step": "0.1"}
location.coordinates {"south": "52.5", "west": "13.4"}
location.coordinates "52.5"
location.coordinates {"south": "-0", "west": "0", "step": "0.1"}
purchases.date "2026-03"
purchases.date "2026-13"
purchases.date "2026-3"
purchases.date "2026-03-01"
purchases.date 202603
purchases.channel "online"
purchases.channel "internet"
activity.posts {"from": 1, "below": 10}
activity.posts {"from": true, "below": 10}
activity.posts {"from": 10000, "below": null}
activity.posts 5
activity.tags ["a"]
activity.tags ["a", "b"]
activity.tags ["b", "a"]
activity.tags ["a", "a"]
activity.tags []
activity.tags ["\ud83d\ude00", "\u5496"]
activity.tags ["\u5496", "\ud83d\ude00"]
activity.weekdays {"week": 5, "weekend": 0}
activity.weekdays {"week": 5}
activity.weekdays {"week": -1, "weekend": 0}
activity.weekdays {"week": true, "weekend": 0}
activity.weekdays {"week": 5000001, "weekend": 0}
activity.weekdays {"week": 5, "weekend": 0, "x": 1}
activity.weekdays [1, 2]
"""
