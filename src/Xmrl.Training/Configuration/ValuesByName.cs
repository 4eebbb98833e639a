using System.Collections.Immutable;

namespace Xmrl.Training.Configuration;

/// <summary>One record for every registered name: keys with values in a configuration, in the order of the table.</summary>
/// <typeparam name="TName">The names.</typeparam>
/// <typeparam name="TValue">The record; a name that has none of its own has a new one.</typeparam>
public sealed class ValuesByName<TName, TValue> : IValuesByName
    where TName : class, IRegisteredName
    where TValue : class, new()
{
    private readonly IReadOnlyList<string> _keys;
    private readonly ImmutableDictionary<string, TValue> _given;

    /// <summary>Default values for all names of the table that every program has.</summary>
    public ValuesByName()
        : this(TName.Registered, ImmutableDictionary<string, TValue>.Empty)
    {
    }

    private ValuesByName(IReadOnlyList<string> keys, ImmutableDictionary<string, TValue> given)
    {
        _keys = keys;
        _given = given;
    }

    /// <summary>The value of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Its own value, or the default.</returns>
    public TValue this[TName name] => _given.GetValueOrDefault(name.Key) ?? new TValue();

    Type IValuesByName.NameType => typeof(TName);

    Type IValuesByName.ValueType => typeof(TValue);

    IEnumerable<(string Key, object Value)> IValuesByName.Entries
        => _keys.Select(key => (key, (object)(_given.GetValueOrDefault(key) ?? new TValue())));

    /// <summary>The same with another value of one name.</summary>
    /// <param name="name">A registered name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The changed values.</returns>
    /// <exception cref="ArgumentException">The name is not registered.</exception>
    public ValuesByName<TName, TValue> With(TName name, TValue value)
        => _keys.Contains(name.Key)
            ? new ValuesByName<TName, TValue>(_keys, _given.SetItem(name.Key, value))
            : throw new ArgumentException($"{name.Key} is not registered.{NearestName.Hint(name.Key, [.. _keys])}", nameof(name));

    IValuesByName IValuesByName.Knowing(IReadOnlyList<string> keys)
        => new ValuesByName<TName, TValue>(keys, _given.RemoveRange(_given.Keys.Except(keys)));

    IValuesByName IValuesByName.With(string key, object value)
        => new ValuesByName<TName, TValue>(_keys, _given.SetItem(key, (TValue)value));
}
