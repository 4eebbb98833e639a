namespace Xmrl.Acting.Networks;

/// <summary>Where a tensor stands within θ.</summary>
internal sealed class NamedTensor
{
    /// <summary>Names a part of θ.</summary>
    public NamedTensor(string name, int offset, int length) => (Name, Offset, Length) = (name, offset, length);

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Its first element.</summary>
    public int Offset { get; }

    /// <summary>Number of its elements.</summary>
    public int Length { get; }
}
