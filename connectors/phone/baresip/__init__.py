"""baresip, a SIP softphone, told and asked through its `ctrl_tcp` module."""
