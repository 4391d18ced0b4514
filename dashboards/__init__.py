"""The pages people open: Streamlit over one published snapshot, in Korean and English."""
