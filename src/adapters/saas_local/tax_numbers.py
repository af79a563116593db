"""Tax numbers, read as their countries write them with python-stdnum; a right format is not a registered number."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue

_VAT: Final = "VAT number"
_NUMBERS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    # The numbers by which a business is taxed: the module of the library below the country's, and the name of it there.
    "AD": (("nrt", "NRT"),),
    "AL": (("nipt", "NIPT"),),
    "AR": (("cuit", "CUIT"),),
    "AT": (("uid", "UID"), ("tin", "Steuernummer")),
    "AU": (("abn", "ABN"),),
    "AZ": (("voen", "VÖEN"),),
    "BE": (("vat", "BTW or TVA number"),),
    "BG": (("vat", _VAT),),
    "BR": (("cnpj", "CNPJ"), ("cpf", "CPF")),
    "BY": (("unp", "UNP"),),
    "CA": (("bn", "Business Number"),),
    "CH": (("vat", "MWST, TVA or IVA number"), ("uid", "UID")),
    "CL": (("rut", "RUT"),),
    "CN": (("uscc", "USCC"),),
    "CO": (("nit", "NIT"),),
    "CR": (("cpj", "CPJ"), ("cpf", "CPF")),
    "CY": (("vat", _VAT),),
    "CZ": (("dic", "DIČ"),),
    "DE": (("vat", "USt-IdNr."), ("stnr", "Steuernummer")),
    "DK": (("cvr", "CVR number"),),
    "DO": (("rnc", "RNC"),),
    "DZ": (("nif", "NIF"),),
    "EC": (("ruc", "RUC"),),
    "EE": (("kmkr", "KMKR"),),
    "EG": (("tn", "tax number"),),
    "ES": (("nif", "NIF"),),
    "FI": (("alv", "ALV number"), ("ytunnus", "Y-tunnus")),
    "FO": (("vn", "V-number"),),
    "FR": (("tva", "TVA number"), ("siren", "SIREN")),
    "GB": (("vat", _VAT), ("utr", "UTR")),
    "GH": (("tin", "TIN"),),
    "GN": (("nifp", "NIFp"),),
    "GR": (("vat", "AFM"),),
    "GT": (("nit", "NIT"),),
    "HR": (("oib", "OIB"),),
    "HU": (("anum", "ANUM"),),
    "ID": (("npwp", "NPWP"),),
    "IE": (("vat", _VAT),),
    "IL": (("hp", "company number"),),
    "IN": (("gstin", "GSTIN"), ("pan", "PAN")),
    "IS": (("vsk", "VSK number"), ("kennitala", "kennitala")),
    "IT": (("iva", "partita IVA"),),
    "JP": (("cn", "corporate number"),),
    "KE": (("pin", "PIN"),),
    "KR": (("brn", "BRN"),),
    "LI": (("peid", "PEID"),),
    "LT": (("pvm", "PVM number"),),
    "LU": (("tva", "TVA number"),),
    "LV": (("pvn", "PVN number"),),
    "MA": (("ice", "ICE"),),
    "MC": (("tva", "TVA number"),),
    "MD": (("idno", "IDNO"),),
    "ME": (("pib", "PIB"),),
    "MK": (("edb", "EDB"),),
    "MT": (("vat", _VAT),),
    "MX": (("rfc", "RFC"),),
    "MZ": (("nuit", "NUIT"),),
    "NL": (("btw", "BTW number"),),
    "NO": (("mva", "MVA number"), ("orgnr", "organization number")),
    "NZ": (("ird", "IRD number"),),
    "PE": (("ruc", "RUC"),),
    "PL": (("nip", "NIP"),),
    "PT": (("nif", "NIF"),),
    "PY": (("ruc", "RUC"),),
    "RO": (("cf", "CIF"),),
    "RS": (("pib", "PIB"),),
    "RU": (("inn", "INN"),),
    "SE": (("vat", "VAT number"), ("orgnr", "organization number")),
    "SG": (("uen", "UEN"),),
    "SI": (("ddv", "DDV number"),),
    "SK": (("dph", "DPH number"),),
    "SM": (("coe", "COE"),),
    "SN": (("ninea", "NINEA"),),
    "SV": (("nit", "NIT"),),
    "TH": (("moa", "MOA number"), ("tin", "TIN")),
    "TN": (("mf", "matricule fiscal"),),
    "TR": (("vkn", "VKN"), ("tckimlik", "TC kimlik")),
    "TW": (("ubn", "UBN"),),
    "UA": (("edrpou", "EDRPOU"), ("rntrc", "RNTRC")),
    # No number for taxes on sales is given out by the whole country; states have their own.
    "US": (("ein", "EIN"), ("tin", "TIN")),
    "UY": (("rut", "RUT"),),
    "VE": (("rif", "RIF"),),
    "VN": (("mst", "MST"),),
    "ZA": (("tin", "tax reference number"),),
}
_PACKAGES: Final = {"IN": "in_", "IS": "is_"}
"""Countries whose codes are words of Python."""


class NationalTaxNumbers:
    """Reads tax numbers: by the check digits of a country where they are known, else as they were written."""

    def read(self, value: str, country: str) -> str:
        """Return a tax number as it was written; raises InvalidValue for one that cannot be of the country."""
        # Slow to import, and needed for a change of an account alone.
        from stdnum.exceptions import ValidationError  # noqa: PLC0415

        given, code = text.reference(value, "tax_number"), country.upper()
        for module, _name in _NUMBERS.get(code, ()):
            try:
                import_module(f"stdnum.{_PACKAGES.get(code, code.lower())}.{module}").validate(given)
            except ValidationError:
                continue
            return given
        if code in _NUMBERS:
            names = " or ".join(self.names(code))
            message = f"{given[:40]!r} is not a tax number of {code[:2]}."
            raise InvalidValue(message, field="tax_number", remedy=f"Give the {names}; check its digits.")
        return given

    @staticmethod
    def names(country: str) -> tuple[str, ...]:
        """Return what a country calls the numbers by which it taxes a business; empty where their form is not known."""
        return tuple(name for _module, name in _NUMBERS.get(country.upper(), ()))
