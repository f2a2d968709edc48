"""Lines that `tegrastats` printed on boards, as their owners published them, each with its origin."""

from __future__ import annotations

# DataDog/datadog-agent, tests of its Jetson check: an Orin NX with JetPack 5.
ORIN_NX_5 = (
    "RAM 6334/15388MB (lfb 1770x4MB) SWAP 491/7694MB (cached 0MB) "
    "CPU [6%@729,9%@729,5%@729,16%@729,off,off,off,off] EMC_FREQ 0%@2133 GR3D_FREQ 0%@611 VIC_FREQ 729 "
    "APE 174 CV0@45.812C CPU@47.937C SOC2@46.093C SOC0@46.968C CV1@46.406C GPU@45.875C tj@48.875C "
    "SOC1@48.875C CV2@45.75C VDD_IN 5299mW/5299mW VDD_CPU_GPU_CV 773mW/773mW VDD_SOC 1424mW/1424mW"
)

# The same: a Xavier NX with JetPack 4, whose rails have no unit.
XAVIER_NX_4 = (
    "RAM 4412/7772MB (lfb 237x4MB) SWAP 139/3886MB (cached 2MB) "
    "CPU [9%@1190,6%@1190,6%@1190,5%@1190,4%@1190,8%@1267] EMC_FREQ 10%@1600 GR3D_FREQ 62%@306 APE 150 "
    "MTS fg 0% bg 0% AO@41.5C GPU@43C PMIC@100C AUX@41.5C CPU@43.5C thermal@42.55C VDD_IN 4067/4067 "
    "VDD_CPU_GPU_CV 738/738 VDD_SOC 1353/1353"
)

# jetson_stats, issue 624: an Orin Nano with JetPack 6 (L4T R36), busy, as root.
ORIN_NANO_6 = (
    "05-15-2025 18:30:28 RAM 6982/7620MB (lfb 5x1MB) SWAP 2640/16384MB (cached 202MB) "
    "CPU [97%@1984,95%@1984,95%@1984,91%@1984,88%@1984,93%@247] EMC_FREQ 18%@3199 GR3D_FREQ 84%@[713] "
    "NVENC 1%@115 NVDEC 40%@115 NVJPG off NVJPG1 off VIC 31%@115 OFA off NVDLA0 off PVA0_FREQ off APE 174 "
    "cv0@63.031C cpu@65.562C soc2@64.156C soc0@63.031C cv1@62.937C gpu@63.5C tj@65.562C soc1@64.718C "
    "cv2@60.875C VDD_IN 17946mW/15710mW VDD_CPU_GPU_CV 8896mW/7585mW VDD_SOC 3923mW/3515mW"
)

# A collector's documentation of an Orin Nano with JetPack 6, not as root: neither EMC nor clocks.
ORIN_NANO_6_USER = (
    "RAM 3423/7620MB (lfb 78x4MB) SWAP 0/3810MB (cached 0MB) "
    "CPU [2%@729,6%@729,2%@729,1%@729,2%@729,2%@729] GR3D_FREQ 0% "
    "cpu@45.531C soc2@44.781C soc0@45.937C gpu@46.468C tj@46.468C soc1@46C "
    "VDD_IN 3311mW/3311mW VDD_CPU_GPU_CV 524mW/524mW VDD_SOC 1008mW/1008mW"
)

# An environment report of an Orin Nano with JetPack 7.2 (L4T R39.2.0): figures in threes.
ORIN_NANO_7 = (
    "09-04-2026 19:40:47 RAM 1803/7486MB (lfb 8x4MB) CPU [64%@729,0%@729,0%@729,0%@729,0%@729,0%@729] "
    "EMC_FREQ 5%@665 GR3D_FREQ 12%@[306] NVDEC0 off NVJPG0 off NVJPG1 off VIC off OFA off APE 200 "
    "cpu@47.562C/48C soc2@46.75C/46.906C soc0@45.843C/46.031C gpu@48C/48.125C tj@48C/48.125C "
    "soc1@46.937C/46.937C VDD_IN 4093mW/4463mW/4832mW VDD_CPU_GPU_CV 802mW/1019mW/1236mW "
    "VDD_SOC 1243mW/1340mW/1437mW"
)

# lesomnus/tegra-exporter, its tests: an AGX Orin with L4T R36.4.4, whose GPU is off.
AGX_ORIN_6 = (
    "05-09-2026 18:42:07 RAM 18202/62841MB (lfb 466x4MB) SWAP 86/31420MB (cached 0MB) "
    "CPU [16%@1949,6%@1761,4%@1222,4%@2201,4%@1036,33%@1036,0%@1036,40%@1036,3%@1190,46%@1190,6%@1190,"
    "2%@1190] EMC_FREQ 3%@2133 GR3D_FREQ 0%@[0,0] NVENC 78%@166 NVDEC off NVJPG off NVJPG1 off "
    "VIC 32%@115 OFA off NVDLA0 off NVDLA1 off PVA0_FREQ off APE 174 cpu@52.343C soc2@48.343C "
    "soc0@49.062C tj@52.343C soc1@49.531C "
    "VDD_GPU_SOC 2412mW/2412mW VDD_CPU_CV 1607mW/1607mW VIN_SYS_5V0 4607mW/4657mW"
)

# A power script's note of what root is told on an AGX Orin (the part of the line that has the rails).
AGX_ORIN_RAILS = (
    "RAM 1/2MB VDD_GPU_SOC 3212mW/3212mW VDD_CPU_CV 401mW/401mW VIN_SYS_5V0 4543mW/4543mW NC 0mW/0mW "
    "VDDQ_VDD2_1V8AO 504mW/504mW NC 0mW/0mW"
)

# A tegrastats reader's comment: sensors of parts that are off say -256.
AGX_ORIN_OFF = (
    "03-08-2024 07:49:04 RAM 1438/30622MB (lfb 6704x4MB) SWAP 0/15311MB (cached 0MB) "
    "CPU [2%@729,0%@729,4%@729,0%@729,2%@729,0%@729,0%@729,2%@729] EMC_FREQ 0% GR3D_FREQ 0% CV0@-256C "
    "CPU@44.437C Tboard@36C SOC2@42.562C Tdiode@35.75C SOC0@42.062C CV1@-256C GPU@-256C tj@44.437C "
    "SOC1@43.031C CV2@-256C"
)

# A monitor's test, and another's report: an AGX Thor with JetPack 7.0, without and with a busy GPU.
THOR_7_0 = (
    "01-20-2026 22:46:22 RAM 17842/125772MB (lfb 79x4MB) CPU [0%@972,0%@972,0%@1566,0%@1566,0%@972,0%@972,"
    "0%@972,0%@972,0%@972,0%@972,1%@972,0%@972,0%@972,0%@972] cpu@30.468C tj@31.218C soc012@30.218C "
    "soc345@31.218C VDD_GPU 0mW/0mW VDD_CPU_SOC_MSS 5535mW/5535mW VIN_SYS_5V0 5040mW/5040mW "
    "VIN 16802mW/16802mW"
)
THOR_7_0_BUSY = (
    "RAM 117456/125772MB (lfb 9x4MB) CPU [0%@1890,5%@1890,2%@972,0%@972,0%@972,0%@972,0%@972,0%@972,0%@1566,"
    "0%@1566,1%@972,2%@972,1%@972,2%@972] cpu@43.812C tj@44.218C soc012@42.5C gpu@43.968C soc345@44.187C "
    "VDD_GPU 5517mW VDD_CPU_SOC_MSS 7484mW VIN_SYS_5V0 6309mW VIN 28548mW"
)

# lesomnus/tegra-exporter: a Thor with L4T R39.2.0 as root; clocks of the GPU's parts and no load, no VIN.
THOR_7_2 = (
    "07-23-2026 15:29:27 RAM 9091/125811MB (lfb 19x4MB) SWAP 0/2048MB (cached 0MB) CPU [40%@972,16%@972,"
    "18%@972,20%@972,13%@972,11%@972,15%@972,19%@972,10%@972,15%@972,28%@972,11%@972,11%@972,15%@972] "
    "EMC_FREQ 7%@3200 GR3D_FREQ @[314,314,314] NVENC0_FREQ @1556 NVENC1_FREQ @1556 NVDEC0_FREQ @1556 "
    "NVDEC1_FREQ @1556 NVJPG0_FREQ @1556 VIC 59%@423 OFA_FREQ @1556 PVA0_FREQ off APE 300 "
    "cpu@34.312C/34.843C tj@35.906C/35.906C soc012@34.093C/34.437C gpu@35.906C/35.906C "
    "soc345@34.437C/34.437C VDD_GPU 4925mW/4925mW/4925mW VDD_CPU_SOC_MSS 7953mW/8332mW/8710mW "
    "VIN_SYS_5V0 6667mW/6717mW/6767mW"
)

LINES = {
    "Orin NX, JetPack 5": ORIN_NX_5,
    "Xavier NX, JetPack 4": XAVIER_NX_4,
    "Orin Nano, JetPack 6": ORIN_NANO_6,
    "Orin Nano, JetPack 6, not root": ORIN_NANO_6_USER,
    "Orin Nano, JetPack 7.2": ORIN_NANO_7,
    "AGX Orin, JetPack 6": AGX_ORIN_6,
    "AGX Orin, rails": AGX_ORIN_RAILS,
    "AGX Orin, parts off": AGX_ORIN_OFF,
    "Thor, JetPack 7.0": THOR_7_0,
    "Thor, JetPack 7.0, busy": THOR_7_0_BUSY,
    "Thor, JetPack 7.2": THOR_7_2,
}
