namespace BookRecs.Recommender.Data.Reading;

/// <summary>The reasons for which a row is rejected.</summary>
public static class RejectReason
{
    /// <summary>The row is longer than <see cref="DataSetReaderOptions.MaxRowBytes"/>.</summary>
    public const string RowTooLong = "row_too_long";

    /// <summary>Quotes are not closed, or text follows a closing quote.</summary>
    public const string BadQuotes = "bad_quotes";

    /// <summary>The row has more or fewer fields than the header or the format.</summary>
    public const string FieldCount = "field_count";

    /// <summary>The line is not a JSON object with fields of the expected types.</summary>
    public const string BadJson = "bad_json";

    /// <summary>A field is not valid UTF-8.</summary>
    public const string BadEncoding = "bad_encoding";

    /// <summary>A required id is missing or empty.</summary>
    public const string IdEmpty = "id_empty";

    /// <summary>An id has more than 200 bytes in UTF-8.</summary>
    public const string IdTooLong = "id_too_long";

    /// <summary>An id holds a control character.</summary>
    public const string IdControlCharacter = "id_control_character";

    /// <summary>The rating is not a number on the scale of the format.</summary>
    public const string BadRating = "bad_rating";

    /// <summary>The read flag is none of true, false, 1, 0 or empty.</summary>
    public const string BadReadFlag = "bad_read_flag";

    /// <summary>The date is not one in the form of the format, or its year is not in 1900 to 2200.</summary>
    public const string BadDate = "bad_date";

    /// <summary>The year is not a whole number from -5000 to 2200.</summary>
    public const string BadYear = "bad_year";

    /// <summary>The price is not a number of at least 0.</summary>
    public const string BadPrice = "bad_price";

    /// <summary>The availability is none of true, false, 1, 0 or empty.</summary>
    public const string BadAvailability = "bad_availability";
}
