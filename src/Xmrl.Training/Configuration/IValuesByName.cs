namespace Xmrl.Training.Configuration;

/// <summary>What the reader and the writer need of <see cref="ValuesByName{TName, TValue}"/>.</summary>
internal interface IValuesByName
{
    /// <summary>Type of the names.</summary>
    Type NameType { get; }

    /// <summary>Type of the values, a record class.</summary>
    Type ValueType { get; }

    /// <summary>Every known name with its value, in order.</summary>
    IEnumerable<(string Key, object Value)> Entries { get; }

    /// <summary>The same values for other names; names that had none get the default.</summary>
    IValuesByName Knowing(IReadOnlyList<string> keys);

    /// <summary>With another value of a known name.</summary>
    IValuesByName With(string key, object value);
}
