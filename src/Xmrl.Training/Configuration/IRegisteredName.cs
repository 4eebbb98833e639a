namespace Xmrl.Training.Configuration;

/// <summary>A name that a table registers, such as that of a method. A record with one parameter, the key.</summary>
/// <remarks>Configurations hold the key in camelCase; the reader takes no other than registered ones.</remarks>
public interface IRegisteredName
{
    /// <summary>The name in files.</summary>
    string Key { get; }

    /// <summary>Keys of the table that every program has, in its order.</summary>
    static abstract IReadOnlyList<string> Registered { get; }
}
